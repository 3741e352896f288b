// ReportPage: one self-contained HTML page, put together from a few kinds of blocks.
//
// The page asks for nothing from outside: style, plots and pictures are inside it. All text is
// escaped; `code` between backticks and **strong** words are the only markup.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "datasets/palette.h"
#include "report/plot.h"

namespace pixelwise {

/// A key figure: a large value, what it is, and a remark.
struct ReportTile {
  std::string value = {}, label = {}, remark = {};
};

/// The first column names the row; the others are numbers, set to the right.
struct ReportTable {
  std::vector<std::string> header = {};
  std::vector<std::vector<std::string>> rows = {};
  std::vector<Colour> row_colours = {};  // a patch before each row's name; empty: none
  std::string caption = {};
};

/// A picture and the words around it.
struct ReportPicture {
  std::string png = {};  // the bytes of a PNG file
  std::string caption = {};
  std::vector<std::string> column_titles = {};  // over equal columns of the picture
};

class ReportPage {
 public:
  ReportPage(std::string title, std::string lead);

  void heading(const std::string& text);
  void paragraph(const std::string& text);

  /// A remark that stands out.
  void note(const std::string& text);

  /// Commands or program text, line by line.
  void code(const std::string& text);

  /// Terms and what they mean: pairs of (term, explanation).
  void definitions(const std::vector<std::pair<std::string, std::string>>& entries);

  void tiles(const std::vector<ReportTile>& tiles);
  void table(const ReportTable& table);

  /// The colours of classes and their names.
  void legend(const Classes& classes);

  /// An SVG picture, put into the page as it is: it must be our own.
  void figure_svg(const std::string& svg, const std::string& caption);

  /// Throws std::invalid_argument if the bytes are no PNG.
  void figure_png(const ReportPicture& picture);

  /// Draws a plot. Where that is impossible (gnuplot is missing) a note takes its place.
  void plot(const Plot& plot, const std::string& caption);

  /// The whole page as HTML.
  std::string html() const;

  /// Writes the page; it appears under its name only when complete.
  void write(const std::string& path) const;

 private:
  std::string title_;
  std::string lead_;
  std::string body_;
  int figures_ = 0;
};

/// Text with & < > " ' made harmless for HTML.
std::string escape_html(const std::string& text);

/// The bytes in base 64 (RFC 4648).
std::string base64(const std::string& bytes);

}  // namespace pixelwise
