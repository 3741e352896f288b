# pixelwise_library(NAME [DIR folder] [LINK libraries...] [INCLUDE dirs...] [DOUBLE])
#
# Makes the static library pixelwise_NAME (alias pixelwise::NAME) from the .cpp files of a folder
# (NAME unless DIR is given) and of its sub-folder ops. DOUBLE compiles it with Real = double.

add_library(pixelwise_flags INTERFACE)
target_compile_options(pixelwise_flags INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual
  # Nobody reads errno or the flags of floating-point exceptions: loops over comparisons and square
  # roots become vector instructions. No value changes.
  -fno-math-errno -fno-trapping-math
  # g++ 12 warns of overlapping copies inside its own std::string operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(PIXELWISE_WERROR)
  target_compile_options(pixelwise_flags INTERFACE -Werror)
endif()
# A faster linker, where there is one that the compiler knows.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=mold PIXELWISE_HAS_MOLD)
if(PIXELWISE_HAS_MOLD)
  target_link_options(pixelwise_flags INTERFACE -fuse-ld=mold)
endif()
# For what is compiled more often than it is waited for: the command line and the tests.
add_library(pixelwise_quick_build INTERFACE)
target_compile_options(pixelwise_quick_build INTERFACE $<$<CONFIG:Release>:-O1>)
if(PIXELWISE_SANITIZE)
  target_compile_options(pixelwise_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pixelwise_flags INTERFACE -fsanitize=address,undefined)
endif()
if(PIXELWISE_FUZZ)
  target_compile_options(pixelwise_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(pixelwise_library name)
  cmake_parse_arguments(ARG "DOUBLE" "DIR" "LINK;INCLUDE" ${ARGN})
  if(NOT ARG_DIR)
    set(ARG_DIR ${name})
  endif()
  file(GLOB sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/${ARG_DIR}/*.cpp ${PROJECT_SOURCE_DIR}/${ARG_DIR}/ops/*.cpp)

  set(target pixelwise_${name})
  add_library(${target} STATIC ${sources})
  add_library(pixelwise::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_include_directories(${target} SYSTEM PRIVATE ${ARG_INCLUDE})
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:pixelwise_flags>)
  foreach(library ${ARG_LINK})
    if(TARGET pixelwise_${library})
      target_link_libraries(${target} PUBLIC pixelwise_${library})
    else()
      target_link_libraries(${target} PRIVATE ${library})
    endif()
  endforeach()
  set(real float)
  if(ARG_DOUBLE OR PIXELWISE_DOUBLE)
    target_compile_definitions(${target} PUBLIC PIXELWISE_DOUBLE)
    set(real double)
  endif()

  # autograd takes the fast kernels, or the stubs that stand in for them.
  # Its two builds define the same names: CMake refuses a program that is linked with both.
  if(ARG_DIR STREQUAL "autograd")
    set_target_properties(${target} PROPERTIES INTERFACE_PIXELWISE_REAL ${real}
      COMPATIBLE_INTERFACE_STRING PIXELWISE_REAL)
    if(PIXELWISE_HAS_KERNELS AND NOT ARG_DOUBLE)
      list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/autograd/no_kernels.cpp)
      set_property(TARGET ${target} PROPERTY SOURCES ${sources})
      include(${PROJECT_SOURCE_DIR}/autograd/kernels/sources.cmake)
    endif()
  endif()
endfunction()

# pixelwise_part(NAME PACKAGE WITH files... WITHOUT file [LINK libraries...] [INCLUDE dirs...])
#
# Of the library pixelwise_NAME: the files that need an optional package (packages.cmake), and the
# one that stands in for them. The library keeps one or the other, and links only what it uses.
function(pixelwise_part name package)
  cmake_parse_arguments(ARG "" "WITHOUT" "WITH;LINK;INCLUDE" ${ARGN})
  set(target pixelwise_${name})
  if(PIXELWISE_HAS_${package})
    set(unused ${ARG_WITHOUT})
    target_link_libraries(${target} PRIVATE ${ARG_LINK})
    target_include_directories(${target} SYSTEM PRIVATE ${ARG_INCLUDE})
  else()
    set(unused ${ARG_WITH})
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(file ${unused})
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${name}/${file})
  endforeach()
  set_property(TARGET ${target} PROPERTY SOURCES ${sources})
endfunction()
