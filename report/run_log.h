// log.csv: one row per training iteration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pixelwise {

/// One row. `extra` belongs to the log's extra columns; nothing leaves a field empty.
struct RunLogRow {
  std::int64_t iteration = 0;  // how many are done: the first is 1
  double loss = 0;
  double lr = 0;
  double seconds = 0;  // since the run began, without the time between stop and resume
  std::vector<std::optional<double>> extra = {};
};

/// Writes log.csv row by row. Every row is handed to the system at once, so a killed process loses
/// none; sync() also brings them to the disk.
class RunLog {
 public:
  /// Starts a log, or continues one: rows after iteration `resume_from`, and a last row that was
  /// cut off, are dropped; with resume_from = 0 all are. Throws std::runtime_error with the path if
  /// the file cannot be written, or has other columns.
  explicit RunLog(const std::string& path, const std::vector<std::string>& extra_columns = {},
                  std::int64_t resume_from = 0);
  ~RunLog();
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  /// Appends a row; its iteration must be larger than the last one's, its extra values as many as
  /// there are extra columns (or none). Numbers are written so that reading gives the same bits.
  /// Throws std::runtime_error if writing fails.
  void append(const RunLogRow& row);

  /// Returns when all rows are on the disk. Call it before saving a checkpoint.
  void sync();

  /// `seconds` of the last row that was kept: where a resumed run's clock goes on. 0 at the start.
  double last_seconds() const { return last_seconds_; }

 private:
  std::string path_;
  std::size_t extra_columns_;
  std::int64_t last_iteration_ = 0;
  double last_seconds_ = 0;
  int file_ = -1;
};

/// Reads a log back. A last row without its end of line (a killed process) is left out. Throws
/// std::runtime_error with path and line for anything that RunLog does not write.
struct RunLogData {
  std::vector<std::string> extra_columns;
  std::vector<RunLogRow> rows;
};
RunLogData read_run_log(const std::string& path);

}  // namespace pixelwise
