// The bodies of the stb libraries, compiled once. Which formats stb reads is decided here.
#include <cstdlib>

// Memory set to zero: a damaged JPEG may use a Huffman table that it never defined, and stb 2.27
// would then walk over what happens to be there.
#define STBI_MALLOC(size) std::calloc(1, size)
#define STBI_REALLOC(pointer, size) std::realloc(pointer, size)
#define STBI_FREE(pointer) std::free(pointer)

#define STBI_NO_STDIO
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

// At the border, and for strong reductions, the weights of a pixel add up to more than the 1.1 that
// the library asserts, right before it divides them by their sum.
#define STBIR_ASSERT(condition) static_cast<void>(0)
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>
