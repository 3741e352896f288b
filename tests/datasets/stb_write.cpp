// The body of stb_image_write, with which the tests make JPEG and BMP files.
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>
