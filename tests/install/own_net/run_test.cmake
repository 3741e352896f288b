# Run by ctest: installs pixelwise into WORK/install, builds this project with it, and uses it.
#   cmake -D BUILD=... -D SOURCE=... -D WORK=... -D COMPILER=... -D FLAGS=... -P run_test.cmake
function(run expected)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output
    ERROR_VARIABLE output WORKING_DIRECTORY ${WORK})
  if(NOT status EQUAL expected)
    message(FATAL_ERROR "status ${status} instead of ${expected}: ${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_output part)
  string(FIND "${output}" "${part}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "'${part}' is not in:\n${output}")
  endif()
endfunction()

function(expect_same_file name)
  run(0 ${CMAKE_COMMAND} -E compare_files ${WORK}/whole/${name} ${WORK}/stopped/${name})
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(0 ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/install)
run(0 ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -D CMAKE_PREFIX_PATH=${WORK}/install
  -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_FLAGS=${FLAGS})
run(0 ${CMAKE_COMMAND} --build ${WORK}/build)
set(program ${WORK}/build/own_net)

# Trains; stops in the middle and goes on with the same bits.
run(0 ${program} learn whole)
expect_output("the checkpoint predicts the same")
run(1 ${program} learn stopped 7)
expect_output("stopped; start it again to go on")
run(0 ${program} learn stopped)
expect_same_file(last.safetensors)
expect_same_file(best.safetensors)
foreach(name report.html results.json predictions.png log.csv)
  if(NOT EXISTS ${WORK}/stopped/${name})
    message(FATAL_ERROR "${name} is missing")
  endif()
endforeach()

# The commands of pixelwise know the network, through this program alone.
set(weights ${WORK}/whole/best.safetensors)
run(0 ${program} eval --weights ${weights} --data shapes-binary --out scores)
expect_output("mean accuracy")
run(0 ${program} predict --weights ${weights} whole/predictions.png --out masks)
if(NOT EXISTS ${WORK}/masks/predictions.mask.png)
  message(FATAL_ERROR "no mask was predicted")
endif()
run(0 ${program} train --help)
expect_output("own-net")
run(0 ${program} train --resume whole)
expect_output("this run is finished")
run(1 ${WORK}/install/bin/pixelwise predict --weights ${weights} whole/predictions.png)
expect_output("model 'own-net' is unknown")
