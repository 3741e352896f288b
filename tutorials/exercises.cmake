# The exercises: tutorials/NN_name/exercises/K_name/ becomes three programs, all with the same grader
# (grader.cpp and mutants.cpp):
#
#   exercise_NN_K           grades the reader's file, mine/NN_K_name.cpp; built by `./run NN --check K`
#   exercise_NN_K_stub      grades the stub:     has to fail        } tests/tutorials
#   exercise_NN_K_solution  grades the solution: has to pass        } runs these
#
# In double precision, where finite differences are exact to eight digits, and with plain loops.
set(double "_double")
if(PIXELWISE_DOUBLE)
  set(double "")
endif()
file(GLOB grader_sources CONFIGURE_DEPENDS grader/*.cpp)
add_library(pixelwise_grader STATIC ${grader_sources})
target_link_libraries(pixelwise_grader PUBLIC pixelwise_autograd${double} pixelwise_flags
  pixelwise_quick_build)

# A forgotten `return` is an error: it would compile, and crash in a way that nobody understands.
set(answer_flags -Wno-unused-parameter -Werror=return-type)

file(GLOB graders CONFIGURE_DEPENDS [0-9]*/exercises/*/grader.cpp)
foreach(grader ${graders})
  get_filename_component(folder ${grader} DIRECTORY)
  get_filename_component(name ${folder} NAME)                      # 1_forward
  file(RELATIVE_PATH lesson ${CMAKE_CURRENT_SOURCE_DIR} ${folder})  # 04_convolution/exercises/...
  string(REGEX REPLACE "^([^_]+)_.*" "\\1" number ${lesson})
  string(REGEX REPLACE "^([^_]+)_.*" "\\1" k ${name})
  set(target exercise_${number}_${k})

  add_library(${target}_grader OBJECT ${grader} ${folder}/mutants.cpp)
  target_link_libraries(${target}_grader PUBLIC pixelwise_grader)
  file(STRINGS ${grader} metrics REGEX "#include \"metrics/")  # scores are double in every build
  if(metrics)
    target_link_libraries(${target}_grader PUBLIC pixelwise_metrics)
  endif()
  set_target_properties(${target}_grader PROPERTIES UNITY_BUILD OFF)  # both use the same names
  foreach(answer stub solution)
    add_executable(${target}_${answer} ${folder}/${answer}.cpp)
    target_link_libraries(${target}_${answer} PRIVATE ${target}_grader)
    target_compile_options(${target}_${answer} PRIVATE ${answer_flags})
    set_property(GLOBAL APPEND PROPERTY pixelwise_exercise_programs ${target}_${answer})
  endforeach()

  # The reader's file appears when the exercise is begun: CMake must not look for it.
  set(mine ${PROJECT_SOURCE_DIR}/mine/${number}_${name}.cpp)
  set_source_files_properties(${mine} PROPERTIES GENERATED TRUE)
  add_executable(${target} EXCLUDE_FROM_ALL ${mine})
  target_link_libraries(${target} PRIVATE ${target}_grader)
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
  target_compile_options(${target} PRIVATE ${answer_flags})
endforeach()
