# What pixelwise builds with. Where something is missing, say which package brings it.
# The list of packages that `./run` and `./test` install is in cmake/packages.txt.
#
# Needed are three: stb_image, nlohmann-json and, for the tests, GoogleTest. Every other package adds
# one thing; a build without it has PIXELWISE_HAS_<NAME> OFF and says at run time what is missing.

function(pixelwise_missing what package)
  message(FATAL_ERROR "pixelwise: ${what} was not found. On Debian or Ubuntu: "
    "sudo apt-get install ${package}   (./run installs everything that is needed)")
endfunction()

# pixelwise_optional(NAME library package "what does not work without it" variables...)
#
# Sets PIXELWISE_HAS_NAME, ON if all of the variables are true.
function(pixelwise_optional name library package loss)
  set(has ON)
  if(PIXELWISE_MINIMAL)
    set(has OFF)
  endif()
  foreach(variable ${ARGN})
    if(NOT ${variable})
      set(has OFF)
    endif()
  endforeach()
  if(NOT has)
    message(STATUS "without ${library}: ${loss} (install ${package})")
  endif()
  set(PIXELWISE_HAS_${name} ${has} PARENT_SCOPE)
endfunction()

find_package(Threads REQUIRED)

find_path(STB_INCLUDE_DIR stb/stb_image.h)
if(NOT STB_INCLUDE_DIR)
  pixelwise_missing("stb_image (reading images)" "libstb-dev")
endif()

find_package(nlohmann_json 3 QUIET)
if(NOT nlohmann_json_FOUND)
  pixelwise_missing("nlohmann-json (safetensors headers, results)" "nlohmann-json3-dev")
endif()

if(PIXELWISE_TESTS)
  include(${CMAKE_CURRENT_LIST_DIR}/googletest.cmake)
endif()

find_package(PNG QUIET)
pixelwise_optional(PNG libpng libpng-dev
  "PNGs with a palette cannot be read, and masks are written as grey PNGs" PNG_FOUND)

find_package(TIFF QUIET)
pixelwise_optional(TIFF libtiff libtiff-dev "TIFF images cannot be read" TIFF_FOUND)

# Without it JPEGs are read through stb, which gets colours at the right border a little wrong.
find_package(JPEG QUIET)
pixelwise_optional(JPEG libjpeg libjpeg-dev
  "JPEGs are read through stb, and some kinds of them are refused" JPEG_FOUND)

find_library(WEBP_LIBRARY webp)
find_path(WEBP_INCLUDE_DIR webp/decode.h)
pixelwise_optional(WEBP libwebp libwebp-dev "WebP images cannot be read"
  WEBP_LIBRARY WEBP_INCLUDE_DIR)

find_library(EXIF_LIBRARY exif)
find_path(EXIF_INCLUDE_DIR libexif/exif-data.h)
pixelwise_optional(EXIF libexif libexif-dev "images that are stored turned are refused"
  EXIF_LIBRARY EXIF_INCLUDE_DIR)

find_package(ZLIB QUIET)
pixelwise_optional(ZLIB zlib zlib1g-dev "Fashion-MNIST has to be unpacked first" ZLIB_FOUND)

# Not find_package: Debian's libzip-config.cmake asks for programs of other packages.
find_library(ZIP_LIBRARY zip)
find_path(ZIP_INCLUDE_DIR zip.h)
pixelwise_optional(ZIP libzip libzip-dev
  ".npz and zipped .pth weights cannot be read" ZIP_LIBRARY ZIP_INCLUDE_DIR)

find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_reader.hpp)
pixelwise_optional(PROTOZERO protozero libprotozero-dev
  ".caffemodel weights cannot be read" PROTOZERO_INCLUDE_DIR)

if(PIXELWISE_APP)
  find_package(CLI11 2 QUIET)
  pixelwise_optional(CLI11 CLI11 libcli11-dev
    "the commands pixelwise and pixelwise-gradcheck are not built" CLI11_FOUND)

  # Called when the program runs, not linked.
  find_program(GNUPLOT_PROGRAM gnuplot)
  pixelwise_optional(GNUPLOT gnuplot gnuplot-nox "plots are not drawn" GNUPLOT_PROGRAM)
endif()
