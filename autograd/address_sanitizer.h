// PIXELWISE_ADDRESS_SANITIZER is defined where AddressSanitizer watches, in gcc's and clang's
// words.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define PIXELWISE_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIXELWISE_ADDRESS_SANITIZER
#endif
#endif
