# Builds that are there to be checked, not to be worked with (presets double and sanitize, clang-tidy in
# .ci/run), compile several source files as one: common headers are read once. PIXELWISE_UNITY.
#
# Files of a folder then share their unnamed namespaces. A file that gives a name of another file a
# second meaning is compiled alone; it stands in this list.
option(PIXELWISE_UNITY "Compile several source files as one" OFF)
if(PIXELWISE_UNITY)
  set(CMAKE_UNITY_BUILD ON)
endif()

set(PIXELWISE_COMPILED_ALONE
  app/eval.cpp
  autograd/ops/soft_dice.cpp
  autograd/ops/softmax.cpp
  datasets/exif_block.cpp
  datasets/jpeg_file.cpp
  datasets/label_colours.cpp
  datasets/nerve_dataset.cpp
  datasets/no_png.cpp
  datasets/pnm_file.cpp
  datasets/published.cpp
  datasets/stb_file.cpp
  datasets/stb_implementation.cpp
  datasets/tiff_file.cpp
  datasets/webp_file.cpp
  gradcheck/grid/cases_pooling.cpp
  training/checkpoint.cpp
  weights/npy.cpp
  weights/safetensors.cpp
)
# The kernels name their block sizes alike.
file(GLOB_RECURSE kernels RELATIVE ${PROJECT_SOURCE_DIR} autograd/kernels/*.cpp)
list(APPEND PIXELWISE_COMPILED_ALONE ${kernels})

# CMake keeps properties of source files for each of its folders: called where targets are made.
function(pixelwise_compile_alone)
  list(TRANSFORM PIXELWISE_COMPILED_ALONE PREPEND ${PROJECT_SOURCE_DIR}/)
  set_source_files_properties(${PIXELWISE_COMPILED_ALONE} DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
pixelwise_compile_alone()
