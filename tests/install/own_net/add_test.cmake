# A program outside of the tree, with a network of its own, against an installed pixelwise.
add_test(NAME install.own_net COMMAND ${CMAKE_COMMAND}
  -D BUILD=${PROJECT_BINARY_DIR} -D SOURCE=${CMAKE_CURRENT_LIST_DIR}
  -D WORK=${PROJECT_BINARY_DIR}/install_own_net -D COMPILER=${CMAKE_CXX_COMPILER}
  -D FLAGS=${CMAKE_CXX_FLAGS} -P ${CMAKE_CURRENT_LIST_DIR}/run_test.cmake)
set_tests_properties(install.own_net PROPERTIES TIMEOUT 600)
