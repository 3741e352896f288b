# Run by cmake -P, see resources.cmake: writes OUTPUT, a C++ source with the text of INPUT as NAME.
file(READ ${INPUT} text)
set(end "resource_end")  # of the raw string: must not stand in the text
string(FIND "${text}" ")${end}\"" found)
if(NOT found EQUAL -1)
  message(FATAL_ERROR "${INPUT}: holds )${end}\", which ends a text that is built in")
endif()
file(WRITE ${OUTPUT} "// Made from ${INPUT}: change that file.
#include \"${HEADER}\"

namespace pixelwise::resources {
const std::string_view ${NAME} = R\"${end}(${text})${end}\";
}
")
