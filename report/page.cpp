#include "report/page.h"

#include <array>
#include <cstdio>
#include <map>
#include <ostream>
#include <string_view>
#include <utility>

#include "base/atomic_file.h"
#include "base/check.h"
#include "report/resources.h"

namespace pixelwise {
namespace {

// Turns pairs of `mark` in escaped text into a tag; a mark without a partner stays.
std::string with_tag(std::string html, std::string_view mark, const std::string& tag) {
  std::size_t open = html.find(mark);
  while (open != std::string::npos) {
    const std::size_t close = html.find(mark, open + mark.size());
    if (close == std::string::npos) break;
    const std::string inside = html.substr(open + mark.size(), close - open - mark.size());
    const std::string element = text("<", tag, ">", inside, "</", tag, ">");
    html.replace(open, close + mark.size() - open, element);
    open = html.find(mark, open + element.size());
  }
  return html;
}

std::string marked_up(const std::string& text) {
  return with_tag(with_tag(escape_html(text), "`", "code"), "**", "strong");
}

std::string patch(const Colour& colour) {
  std::array<char, 96> html{};
  std::snprintf(html.data(), html.size(),
                "<span class=\"patch\" style=\"background:#%02x%02x%02x\"></span>", colour.r,
                colour.g, colour.b);
  return html.data();
}

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// Several SVG pictures in one page share its ids, so each gets its own.
std::string with_own_ids(const std::string& svg, int number) {
  const std::string prefix = text("figure", number, "-");
  std::string own = svg;
  for (const std::string_view before : {" id='", " id=\"", "href='#", "href=\"#", "url(#"}) {
    own = replaced(own, before, text(before, prefix));
  }
  return own;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// A text with every {{name}} replaced by its value. Values are not searched for further names.
std::string filled(std::string_view frame, const std::map<std::string, std::string>& values) {
  std::string out;
  while (true) {
    const std::size_t open = frame.find("{{");
    const std::size_t close = frame.find("}}", open);
    out += frame.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) return out;
    out += values.at(std::string(frame.substr(open + 2, close - open - 2)));
    frame.remove_prefix(close + 2);
  }
}

std::string caption_html(const std::string& caption) {
  return caption.empty() ? "" : "<figcaption>" + marked_up(caption) + "</figcaption>\n";
}

}  // namespace

std::string escape_html(const std::string& text) {
  std::string html;
  html.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string base64(const std::string& bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;  // three bytes, missing ones as zero
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

ReportPage::ReportPage(std::string title, std::string lead)
    : title_(std::move(title)), lead_(std::move(lead)) {}

void ReportPage::heading(const std::string& text) { body_ += "<h2>" + marked_up(text) + "</h2>\n"; }

void ReportPage::paragraph(const std::string& text) { body_ += "<p>" + marked_up(text) + "</p>\n"; }

void ReportPage::note(const std::string& text) {
  body_ += "<div class=\"note\">" + marked_up(text) + "</div>\n";
}

void ReportPage::code(const std::string& text) {
  body_ += "<pre><code>" + escape_html(text) + "</code></pre>\n";
}

void ReportPage::definitions(const std::vector<std::pair<std::string, std::string>>& entries) {
  body_ += "<dl>\n";
  for (const auto& [term, meaning] : entries) {
    body_ += "<dt>" + marked_up(term) + "</dt><dd>" + marked_up(meaning) + "</dd>\n";
  }
  body_ += "</dl>\n";
}

void ReportPage::tiles(const std::vector<ReportTile>& tiles) {
  body_ += "<div class=\"tiles\">\n";
  for (const ReportTile& tile : tiles) {
    body_ += "<div class=\"tile\"><div class=\"label\">" + escape_html(tile.label) +
             "</div><div class=\"value\">" + escape_html(tile.value) +
             "</div><div class=\"remark\">" + escape_html(tile.remark) + "</div></div>\n";
  }
  body_ += "</div>\n";
}

void ReportPage::table(const ReportTable& table) {
  require(table.row_colours.empty() || table.row_colours.size() == table.rows.size(),
          "report: a table of ", table.rows.size(), " rows with ", table.row_colours.size(),
          " colours");
  body_ += "<div class=\"scroll\"><table>\n";
  if (!table.caption.empty()) body_ += "<caption>" + marked_up(table.caption) + "</caption>\n";
  body_ += "<thead><tr>";
  for (const std::string& cell : table.header) {
    body_ += "<th scope=\"col\">" + marked_up(cell) + "</th>";
  }
  body_ += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    body_ += "<tr>";
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
      const bool coloured = c == 0 && !table.row_colours.empty();
      body_ += "<td>" + (coloured ? patch(table.row_colours[r]) : "") +
               marked_up(table.rows[r][c]) + "</td>";
    }
    body_ += "</tr>\n";
  }
  body_ += "</tbody></table></div>\n";
}

void ReportPage::legend(const Classes& classes) {
  body_ += "<ul class=\"legend\">";
  for (std::size_t c = 0; c < classes.names.size() && c < classes.palette.size(); ++c) {
    body_ += "<li>" + patch(classes.palette[c]) + escape_html(classes.names[c]) + "</li>";
  }
  body_ += "</ul>\n";
}

void ReportPage::figure_svg(const std::string& svg, const std::string& caption) {
  const std::size_t start = svg.find("<svg");  // the XML declaration may not stand inside HTML
  require(start != std::string::npos, "report: a figure that is no SVG");
  body_ += "<figure><div role=\"img\" aria-label=\"" + escape_html(caption) + "\">" +
           with_own_ids(svg.substr(start), ++figures_) + "</div>\n" + caption_html(caption) +
           "</figure>\n";
}

void ReportPage::figure_png(const ReportPicture& picture) {
  constexpr std::size_t kHeader = 24;  // signature, length, "IHDR", width, height
  constexpr std::uint32_t kSmall = 500;
  require(picture.png.size() >= kHeader && picture.png.compare(0, 4, "\x89PNG") == 0,
          "report: a picture that is no PNG");
  const std::uint32_t width = big_endian(picture.png, 16);
  const std::uint32_t height = big_endian(picture.png, 20);
  body_ += "<figure>";
  if (!picture.column_titles.empty()) {
    body_ += text("<div class=\"columns\" style=\"grid-template-columns:repeat(",
                  picture.column_titles.size(), ",1fr)\">");
    for (const std::string& title : picture.column_titles) {
      body_ += "<span>" + escape_html(title) + "</span>";
    }
    body_ += "</div>\n";
  }
  // A small picture is shown enlarged, and its pixels are what it is about.
  body_ +=
      text("<img", width < kSmall ? " class=\"pixels\"" : "", " width=\"", width, "\" height=\"",
           height, "\" alt=\"", escape_html(picture.caption), "\" src=\"data:image/png;base64,",
           base64(picture.png), "\">\n", caption_html(picture.caption), "</figure>\n");
}

void ReportPage::plot(const Plot& plot, const std::string& caption) {
  std::string svg;
  try {
    svg = render_plot(plot, PlotFormat::svg);
  } catch (const std::runtime_error& error) {
    note(text("Here belongs a plot (", caption, "), but it could not be drawn: ", error.what()));
    return;
  }
  figure_svg(svg, caption);
}

std::string ReportPage::html() const {
  return filled(resources::page_html, {{"title", escape_html(title_)},
                                       {"style", std::string(resources::page_css)},
                                       {"lead", marked_up(lead_)},
                                       {"body", body_}});
}

void ReportPage::write(const std::string& path) const {
  write_file_atomically(path, [&](std::ostream& out) { out << html(); });
}

}  // namespace pixelwise
