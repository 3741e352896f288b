# The rungs are a library: main.cpp runs and times them, tests/tutorials compares them.
set(rungs ${CMAKE_CURRENT_LIST_DIR}/rungs)
file(GLOB rung_files CONFIGURE_DEPENDS ${rungs}/[0-9]*.cpp)
add_library(pixelwise_rungs STATIC ${rung_files} ${rungs}/steps.cpp ${rungs}/vectors/loops.cpp)
target_link_libraries(pixelwise_rungs PUBLIC pixelwise_autograd PRIVATE pixelwise_flags)

# rungs_again(NAME FILES... OPTIONS options...): files compiled once more, with other options. Each is
# compiled alone, because the files use the same names.
function(rungs_again name)
  cmake_parse_arguments(ARG "" "" "FILES;OPTIONS" ${ARGN})
  list(TRANSFORM ARG_FILES PREPEND ${rungs}/)
  add_library(rungs_${name} OBJECT ${ARG_FILES})
  target_include_directories(rungs_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(rungs_${name} PRIVATE -Wall -Wextra -Wshadow -Wno-psabi ${ARG_OPTIONS})
  set_target_properties(rungs_${name} PROPERTIES UNITY_BUILD OFF)
  target_sources(pixelwise_rungs PRIVATE $<TARGET_OBJECTS:rungs_${name}>)
endfunction()

# Rung 1 is rung 2 as a debugger wants it.
rungs_again(not_optimised FILES 1_and_2_formula.cpp OPTIONS -O0 -DRUNGS_FORMULA=plain_formula)

# The loops over vectors, for each instruction set. -O3 also in a debug build. The name is also that
# of a namespace; lanes: floats in a vector.
function(rungs_vectors name lanes)
  rungs_again(${name} FILES vectors/multiply.cpp vectors/table.cpp vectors/winograd.cpp
    OPTIONS -O3 -DRUNGS_ISA=${name} -DRUNGS_ISA_NAME="${name}" -DRUNGS_LANES=${lanes} ${ARGN})
  set_property(GLOBAL APPEND PROPERTY pixelwise_rungs_isas ${name})  # a test looks at their objects
endfunction()
rungs_vectors(baseline 4)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  rungs_vectors(avx2 8 -mavx2 -mfma)
  rungs_vectors(avx512 16 -mavx512f -mfma -mprefer-vector-width=512)
  target_compile_definitions(pixelwise_rungs PRIVATE RUNGS_X86)
endif()

target_link_libraries(tutorial_14 PRIVATE pixelwise_rungs)
