// Small PNG files of 4x2 pixels that write_png does not write, byte for byte: chunks IHDR, PLTE,
// IDAT (compressed by Python's zlib) and IEND.
#pragma once

#include <string>

namespace pixelwise {

/// The bytes that are written in `hex`, two digits each.
inline std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/// Indices 0 1 0 1 / 1 1 0 0 into a palette of two colours, black and (128 0 0).
inline constexpr const char* kOneBitPalette =
    "89504e470d0a1a0a0000000d49484452000000040000000201030000004566ef2000000006504c5445000000"
    "8000004452a24f0000000c4944415478da63086038000001b401114625d7c50000000049454e44ae426082";

/// 0 1 2 3 / 3 2 1 0 of 2 bits.
inline constexpr const char* kTwoBitsGrey =
    "89504e470d0a1a0a0000000d494844520000000400000002020000000010733a1e0000000c4944415478da63"
    "9066780200013901007b9942370000000049454e44ae426082";

/// 0 1 9 15 / 15 0 1 2 of 4 bits.
inline constexpr const char* kFourBitsGrey =
    "89504e470d0a1a0a0000000d49484452000000040000000204000000009f33cfbe0000000e4944415478da63"
    "609ccff0410800047901a30592b9bd0000000049454e44ae426082";

/// 0 128 129 257 / 32768 65535 1 300 of 16 bits.
inline constexpr const char* kSixteenBitsGrey =
    "89504e470d0a1a0a0000000d49484452000000040000000210000000000a53fefc000000194944415478da63"
    "60606068606864640492ffff333032ea00001c5903b06c090ed40000000049454e44ae426082";

}  // namespace pixelwise
