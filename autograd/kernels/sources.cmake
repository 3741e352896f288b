# Adds the fast kernels to pixelwise_autograd, and with them one object library per instruction
# set. Included by cmake/library.cmake unless the folder is deleted, PIXELWISE_KERNELS is OFF or
# numbers are double; autograd/no_kernels.cpp takes their place then.
set(kernels_dir ${CMAKE_CURRENT_LIST_DIR})

set(PIXELWISE_KERNEL_SOURCES
  ${kernels_dir}/clipped_dot_products.cpp
  ${kernels_dir}/clipped_taps.cpp
  ${kernels_dir}/conv_backward_data.cpp
  ${kernels_dir}/conv_backward_weights.cpp
  ${kernels_dir}/conv_forward.cpp
  ${kernels_dir}/conv_pool.cpp
  ${kernels_dir}/correlate.cpp
  ${kernels_dir}/correlate_clipped.cpp
  ${kernels_dir}/cross_entropy.cpp
  ${kernels_dir}/isa.cpp
  ${kernels_dir}/matmul.cpp
  ${kernels_dir}/max_pool.cpp
  ${kernels_dir}/mode.cpp
  ${kernels_dir}/panel.cpp
  ${kernels_dir}/winograd_choice.cpp
  ${kernels_dir}/winograd_conv.cpp
  ${kernels_dir}/winograd_row_weights.cpp
  ${kernels_dir}/winograd_rows.cpp
  ${kernels_dir}/winograd_weights.cpp
)

# Compiled once per instruction set: name, suffix of its tables, lanes, compiler options.
set(kernels_isa_sources
  ${kernels_dir}/cross_entropy_loops.cpp
  ${kernels_dir}/dot_products.cpp
  ${kernels_dir}/gemm_microkernel.cpp
  ${kernels_dir}/pool_loops.cpp
  ${kernels_dir}/transpose.cpp
  ${kernels_dir}/winograd_row_transforms.cpp
  ${kernels_dir}/winograd_transforms.cpp
)

function(pixelwise_kernel_isa name suffix lanes)
  set(target pixelwise_kernels_${name})
  add_library(${target} OBJECT ${kernels_isa_sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # -O3 also in a debug build, which is unbearably slow otherwise.
  target_compile_options(${target} PRIVATE -O3 -Wall -Wextra -Wshadow -Wno-psabi ${ARGN})
  target_compile_definitions(${target} PRIVATE PIXELWISE_ISA_NAME="${name}"
    PIXELWISE_ISA_TABLE=kIsa${suffix} PIXELWISE_WINOGRAD_TABLE=kWinograd${suffix}
    PIXELWISE_WINOGRAD_ROWS=kWinogradRows${suffix}
    PIXELWISE_TRANSPOSE=transpose_${name}
    PIXELWISE_DOT_LOOPS=kDotLoops${suffix} PIXELWISE_POOL_LOOPS=kPoolLoops${suffix}
    PIXELWISE_CROSS_ENTROPY=cross_entropy_${name}
    PIXELWISE_LANES=${lanes})
  list(APPEND PIXELWISE_KERNEL_SOURCES $<TARGET_OBJECTS:${target}>)
  set(PIXELWISE_KERNEL_SOURCES ${PIXELWISE_KERNEL_SOURCES} PARENT_SCOPE)
endfunction()

pixelwise_kernel_isa(baseline Baseline 4)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  pixelwise_kernel_isa(avx2 Avx2 8 -mavx2 -mfma)
  pixelwise_kernel_isa(avx512 Avx512 16 -mavx512f -mavx512vl -mavx512bw -mavx512dq -mfma
    -mprefer-vector-width=512)
  foreach(target pixelwise_kernels_baseline pixelwise_kernels_avx2 pixelwise_kernels_avx512)
    target_compile_definitions(${target} PRIVATE PIXELWISE_X86)
  endforeach()
  set_source_files_properties(${kernels_dir}/isa.cpp PROPERTIES
    COMPILE_DEFINITIONS PIXELWISE_X86)
endif()

target_sources(pixelwise_autograd PRIVATE ${PIXELWISE_KERNEL_SOURCES})
