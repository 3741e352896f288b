// Defines PIXELWISE_ADDRESS_SANITIZER if AddressSanitizer is on. gcc and clang say it in different
// ways.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define PIXELWISE_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIXELWISE_ADDRESS_SANITIZER
#endif
#endif
