// How report pages look.
#pragma once

namespace pixelwise {

/// The style sheet of ReportPage.
const char* report_style();

}  // namespace pixelwise
