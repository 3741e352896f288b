# Adds the fast kernels to pixelwise_autograd, and with them one object library per instruction
# set. Included by cmake/library.cmake unless the folder is deleted, PIXELWISE_KERNELS is OFF or
# numbers are double; autograd/no_kernels.cpp takes their place then.
set(kernels_dir ${CMAKE_CURRENT_LIST_DIR})

set(PIXELWISE_KERNEL_SOURCES
  ${kernels_dir}/choice.cpp
  ${kernels_dir}/isa.cpp
  ${kernels_dir}/mode.cpp

  ${kernels_dir}/direct/conv_backward_data.cpp
  ${kernels_dir}/direct/conv_backward_weights.cpp
  ${kernels_dir}/direct/conv_forward.cpp
  ${kernels_dir}/direct/conv_pool.cpp
  ${kernels_dir}/direct/correlation.cpp
  ${kernels_dir}/direct/cross_entropy.cpp
  ${kernels_dir}/direct/matmul.cpp
  ${kernels_dir}/direct/max_pool.cpp
  ${kernels_dir}/direct/pack_weights.cpp
  ${kernels_dir}/direct/padded_rows.cpp

  ${kernels_dir}/winograd3x3/tiled_correlation.cpp
  ${kernels_dir}/winograd3x3/tiled_weight_gradient.cpp

  ${kernels_dir}/large_kernels/correlate_along_rows.cpp
  ${kernels_dir}/large_kernels/correlate_by_dot_products.cpp
  ${kernels_dir}/large_kernels/correlate_tap_by_tap.cpp
  ${kernels_dir}/large_kernels/taps_inside.cpp
  ${kernels_dir}/large_kernels/weight_gradient_along_rows.cpp
)

# Compiled once per instruction set.
set(kernels_isa_sources
  ${kernels_dir}/isa_table.cpp
  ${kernels_dir}/direct/cross_entropy_loops.cpp
  ${kernels_dir}/direct/max_pool_loops.cpp
  ${kernels_dir}/direct/microkernel.cpp
  ${kernels_dir}/direct/transpose.cpp
  ${kernels_dir}/winograd3x3/tile_transforms.cpp
  ${kernels_dir}/large_kernels/dot_products.cpp
  ${kernels_dir}/large_kernels/row_transforms.cpp
)

# name: also the namespace of what the files define; lanes: floats in a vector; then compiler options.
function(pixelwise_kernel_isa name lanes)
  set(target pixelwise_kernels_${name})
  add_library(${target} OBJECT ${kernels_isa_sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # -O3 also in a debug build, which is unbearably slow otherwise.
  target_compile_options(${target} PRIVATE -O3 -Wall -Wextra -Wshadow -Wno-psabi ${ARGN})
  target_compile_definitions(${target} PRIVATE
    PIXELWISE_ISA=${name} PIXELWISE_ISA_NAME="${name}" PIXELWISE_LANES=${lanes})
  list(APPEND PIXELWISE_KERNEL_SOURCES $<TARGET_OBJECTS:${target}>)
  set(PIXELWISE_KERNEL_SOURCES ${PIXELWISE_KERNEL_SOURCES} PARENT_SCOPE)
  # A test looks at the object files of each.
  set_property(GLOBAL APPEND PROPERTY PIXELWISE_KERNEL_ISAS ${name})
endfunction()

pixelwise_kernel_isa(baseline 4)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  pixelwise_kernel_isa(avx2 8 -mavx2 -mfma)
  pixelwise_kernel_isa(avx512 16 -mavx512f -mavx512vl -mavx512bw -mavx512dq -mfma
    -mprefer-vector-width=512)
  set_source_files_properties(${kernels_dir}/isa.cpp PROPERTIES
    COMPILE_DEFINITIONS PIXELWISE_X86)
endif()

target_sources(pixelwise_autograd PRIVATE ${PIXELWISE_KERNEL_SOURCES})
