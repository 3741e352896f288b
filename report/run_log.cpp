#include "report/run_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <locale>
#include <sstream>
#include <string_view>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"

namespace pixelwise {
namespace {

constexpr std::string_view kColumns = "iteration,loss,lr,seconds";
constexpr std::size_t kFixedColumns = 4;

std::string header_line(const std::vector<std::string>& extra_columns) {
  std::string line(kColumns);
  for (const std::string& name : extra_columns) {
    require(!name.empty() && name.find_first_of(",\"\r\n") == std::string::npos, "RunLog: '", name,
            "' cannot name a column");
    line += ',' + name;
  }
  return line + '\n';
}

// The shortest text that reads back as the same bits, whatever the locale.
std::string number(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string row_line(const RunLogRow& row, std::size_t extra_columns) {
  std::string line = std::to_string(row.iteration) + ',' + number(row.loss) + ',' + number(row.lr) +
                     ',' + number(row.seconds);
  for (std::size_t k = 0; k < extra_columns; ++k) {
    line += ',';
    if (k < row.extra.size() && row.extra[k]) line += number(*row.extra[k]);
  }
  return line + '\n';
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const std::size_t comma = line.find(',');
    fields.emplace_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

bool parse(const std::string& field, std::int64_t& value) {
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  return error == std::errc{} && end == field.data() + field.size();
}

// Not by from_chars, which libc++ 16 has for whole numbers only. A stream of the classic locale
// refuses "nan" and "inf", which a run that diverged has written.
bool parse(const std::string& field, double& value) {
  const double nan = std::nan(""), infinity = HUGE_VAL;
  for (const double special : {nan, -nan, infinity, -infinity}) {
    value = special;
    if (field == number(special)) return true;
  }
  std::istringstream in(field);
  in.imbue(std::locale::classic());
  return in >> std::noskipws >> value && in.peek() == std::istringstream::traits_type::eof();
}

RunLogRow parse_row(const std::string& path, std::size_t line_number, std::string_view line,
                    std::size_t columns) {
  const std::vector<std::string> fields = fields_of(line);
  if (fields.size() != columns) {
    fail_file(path, "line ", line_number, " has ", fields.size(), " fields, expected ", columns);
  }
  RunLogRow row;
  bool good = parse(fields[0], row.iteration) && parse(fields[1], row.loss) &&
              parse(fields[2], row.lr) && parse(fields[3], row.seconds);
  for (std::size_t k = kFixedColumns; k < columns && good; ++k) {
    double value = 0;
    row.extra.emplace_back();
    if (fields[k].empty()) continue;
    good = parse(fields[k], value);
    row.extra.back() = value;
  }
  if (!good) fail_file(path, "line ", line_number, " has a field that is no number");
  return row;
}

void write_all(const std::string& path, int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_file(path, "cannot write: ", std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

RunLog::RunLog(const std::string& path, const std::vector<std::string>& extra_columns,
               std::int64_t resume_from)
    : path_(path), extra_columns_(extra_columns.size()) {
  std::string content = header_line(extra_columns);
  if (resume_from > 0 && std::filesystem::exists(path)) {
    const RunLogData old = read_run_log(path);
    if (old.extra_columns != extra_columns) {
      fail_file(path, "has other columns than the run that resumes it; move it away to start anew");
    }
    for (const RunLogRow& row : old.rows) {
      if (row.iteration > resume_from) break;
      content += row_line(row, extra_columns_);
      last_iteration_ = row.iteration;
      last_seconds_ = row.seconds;
    }
  }
  write_file_atomically(path, [&](std::ostream& out) { out << content; });
  file_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file_ < 0) fail_file(path, "cannot open: ", std::strerror(errno));
}

RunLog::~RunLog() { ::close(file_); }

void RunLog::append(const RunLogRow& row) {
  require(row.iteration > last_iteration_, "RunLog: iteration ", row.iteration, " after ",
          last_iteration_);
  require(row.extra.empty() || row.extra.size() == extra_columns_, "RunLog: ", row.extra.size(),
          " extra values for ", extra_columns_, " extra columns");
  write_all(path_, file_, row_line(row, extra_columns_));
  last_iteration_ = row.iteration;
  last_seconds_ = row.seconds;
}

void RunLog::sync() {
  if (::fsync(file_) != 0) fail_file(path_, "cannot write: ", std::strerror(errno));
}

RunLogData read_run_log(const std::string& path) {
  const std::string content = read_file(path);
  std::string_view rest = content;
  RunLogData data;
  std::size_t columns = 0;
  std::size_t line_number = 1;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    const std::string_view line = rest.substr(0, end);
    if (line_number == 1) {
      const std::vector<std::string> names = fields_of(line);
      if (line != kColumns && line.substr(0, kColumns.size() + 1) != text(kColumns, ',')) {
        fail_file(path, "line 1 should start with ", kColumns);
      }
      data.extra_columns.assign(names.begin() + kFixedColumns, names.end());
      columns = names.size();
    } else {
      data.rows.push_back(parse_row(path, line_number, line, columns));
    }
    rest.remove_prefix(end + 1);
    ++line_number;
  }
  if (columns == 0) fail_file(path, "is no training log: line 1 should be ", kColumns);
  return data;
}

}  // namespace pixelwise
