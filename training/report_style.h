// How report pages look.
#pragma once

namespace pixelwise {

/// The style sheet of ReportPage.
extern const char* const kReportStyle;

}  // namespace pixelwise
