# The capstone, twice: with the reader's own operations (./run capstone), and with the solutions (a
# test). mine/capstone.txt lists the operations whose exercises are all passed, one in each line;
# `./run capstone` writes it. An operation needs these exercises:
set(capstone_operations CONV2D MAX_POOL2D RELU CONV_TRANSPOSE2D CROSS_ENTROPY)
set(capstone_CONV2D 04_convolution/1_forward 04_convolution/2_dx 04_convolution/3_dw)
set(capstone_MAX_POOL2D 05_pooling/1_max_pool 05_pooling/2_gradient)
set(capstone_RELU 02_autograd/3_relu)
set(capstone_CONV_TRANSPOSE2D 07_transposed_convolution/1_forward
  07_transposed_convolution/2_dx 07_transposed_convolution/3_dw)
set(capstone_CROSS_ENTROPY 03_learning/1_cross_entropy)

# pixelwise_capstone(NAME WHOSE OPERATION...): the program NAME and the library NAME_parts. The
# operations named are taken from the reader's files (WHOSE = mine) or from the solutions.
# In float, as the library trains, and without the checks of every index: graded code needs none,
# and with them training takes five times as long.
function(pixelwise_capstone name whose)
  set(sources capstone/net.cpp capstone/operations.cpp capstone/task.cpp)
  set(definitions PIXELWISE_UNCHECKED_EXERCISES)
  foreach(operation ${capstone_operations})
    string(TOLOWER ${operation} lower)
    if(NOT lower IN_LIST ARGN)
      list(APPEND definitions YOURS_${operation}=0)
      continue()
    endif()
    list(APPEND definitions YOURS_${operation}=1)
    foreach(exercise ${capstone_${operation}})
      string(REGEX MATCH "^([^_]+)_[^/]*/(.*)$" all ${exercise})
      if(whose STREQUAL mine)
        list(APPEND sources ${PROJECT_SOURCE_DIR}/mine/${CMAKE_MATCH_1}_${CMAKE_MATCH_2}.cpp)
      else()
        string(REPLACE "/" "/exercises/" folder ${exercise})
        list(APPEND sources ${folder}/solution.cpp)
      endif()
    endforeach()
  endforeach()
  add_library(${name}_parts OBJECT ${sources})
  target_link_libraries(${name}_parts PUBLIC pixelwise_training pixelwise_flags)
  target_compile_definitions(${name}_parts PRIVATE ${definitions})
  add_executable(${name} capstone/main.cpp)
  target_link_libraries(${name} PRIVATE ${name}_parts)
  set_target_properties(${name}_parts PROPERTIES UNITY_BUILD OFF)
endfunction()

set(capstone_done "")
set(capstone_list ${PROJECT_SOURCE_DIR}/mine/capstone.txt)
if(EXISTS ${capstone_list})
  file(STRINGS ${capstone_list} capstone_done)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${capstone_list})
endif()
pixelwise_capstone(capstone mine ${capstone_done})
set_target_properties(capstone capstone_parts PROPERTIES EXCLUDE_FROM_ALL TRUE)

string(TOLOWER "${capstone_operations}" everything)
pixelwise_capstone(capstone_solutions solutions ${everything})
if(PIXELWISE_TESTS)
  add_test(NAME tutorial.capstone COMMAND capstone_solutions --iterations 20
    --out ${CMAKE_BINARY_DIR}/tutorials_out/capstone)
  set_tests_properties(tutorial.capstone PROPERTIES LABELS "tutorial;slow" TIMEOUT 1200
    PASS_REGULAR_EXPRESSION
    "Yours:         conv2d, max_pool2d, relu, conv_transpose2d, cross_entropy\nThe library's: none")
endif()
