# cmake -DNM=nm -DOBJECTS=... [-DLEAST=20] -P kernel_objects.cmake
#
# Fails if an object file compiled for one instruction set defines a weak symbol (an inline function
# or a template that is not private to its file). The linker keeps one copy of such a symbol for the
# whole program, perhaps the one with AVX-512 instructions.
if(NOT DEFINED LEAST)
  set(LEAST 20)
endif()
set(functions 0)
foreach(object ${OBJECTS})
  execute_process(COMMAND ${NM} -C ${object} OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${NM} cannot read ${object}")
  endif()
  string(REGEX MATCHALL "[^\n]* [WVu] [^\n]*" shared "${symbols}")
  if(shared)
    string(REPLACE ";" "\n" shared "${shared}")
    message(SEND_ERROR "${object} shares symbols with other files; put them into an unnamed "
      "namespace:\n${shared}")
  endif()
  string(REGEX MATCHALL "[^\n]* [TtDdRr] [^\n]*" defined "${symbols}")
  list(LENGTH defined count)
  math(EXPR functions "${functions} + ${count}")
endforeach()
if(functions LESS LEAST)
  message(FATAL_ERROR "only ${functions} symbols were seen: are these the right files?")
endif()
