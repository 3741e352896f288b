# What pixelwise builds with. Where something is missing, say which package brings it.
# The list of Debian packages that `./run` and `./test` install is in cmake/packages.txt.

function(pixelwise_missing what package)
  message(FATAL_ERROR "pixelwise: ${what} was not found. On Debian or Ubuntu: "
    "sudo apt-get install ${package}   (./run installs everything that is needed)")
endfunction()

find_package(Threads REQUIRED)

find_package(PNG QUIET)
if(NOT PNG_FOUND)
  pixelwise_missing("libpng (palette PNGs)" "libpng-dev")
endif()

find_package(TIFF QUIET)
if(NOT TIFF_FOUND)
  pixelwise_missing("libtiff (TIFF images)" "libtiff-dev")
endif()

# Without these, JPEG is read through stb, and WebP and images stored turned are refused by name.
option(PIXELWISE_WITH_JPEG "Read JPEG through libjpeg" ON)
option(PIXELWISE_WITH_WEBP "Read WebP through libwebp" ON)
option(PIXELWISE_WITH_EXIF "Read EXIF through libexif" ON)
if(PIXELWISE_WITH_JPEG)
  find_package(JPEG QUIET)
endif()
set(WEBP_FOUND OFF)
if(PIXELWISE_WITH_WEBP)
  find_library(WEBP_LIBRARY webp)
  find_path(WEBP_INCLUDE_DIR webp/decode.h)
  if(WEBP_LIBRARY AND WEBP_INCLUDE_DIR)
    set(WEBP_FOUND ON)
  endif()
endif()
set(EXIF_FOUND OFF)
if(PIXELWISE_WITH_EXIF)
  find_library(EXIF_LIBRARY exif)
  find_path(EXIF_INCLUDE_DIR libexif/exif-data.h)
  if(EXIF_LIBRARY AND EXIF_INCLUDE_DIR)
    set(EXIF_FOUND ON)
  endif()
endif()

find_path(STB_INCLUDE_DIR stb/stb_image.h)
if(NOT STB_INCLUDE_DIR)
  pixelwise_missing("stb_image (reading images)" "libstb-dev")
endif()

find_package(nlohmann_json 3 QUIET)
if(NOT nlohmann_json_FOUND)
  pixelwise_missing("nlohmann-json (safetensors headers, results)" "nlohmann-json3-dev")
endif()

# Not find_package: Debian's libzip-config.cmake asks for programs of other packages.
find_library(ZIP_LIBRARY zip)
find_path(ZIP_INCLUDE_DIR zip.h)
if(NOT ZIP_LIBRARY OR NOT ZIP_INCLUDE_DIR)
  pixelwise_missing("libzip (.npz and .pth weights)" "libzip-dev")
endif()

find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_reader.hpp)
if(NOT PROTOZERO_INCLUDE_DIR)
  pixelwise_missing("protozero (.caffemodel weights)" "libprotozero-dev")
endif()

if(PIXELWISE_APP)
  find_package(CLI11 2 QUIET)
  if(NOT CLI11_FOUND)
    pixelwise_missing("CLI11 (the command line)" "libcli11-dev")
  endif()
endif()

if(PIXELWISE_TESTS)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    pixelwise_missing("GoogleTest" "libgtest-dev")
  endif()
endif()
