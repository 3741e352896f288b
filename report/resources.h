// The texts of report/resources/, which CMake builds in (cmake/resources.cmake).
#pragma once

#include <string_view>

namespace pixelwise::resources {

extern const std::string_view page_css;  // how a page looks
extern const std::string_view
    page_html;  // the frame of a page: {{title}}, {{style}}, {{lead}}, {{body}}

}  // namespace pixelwise::resources
