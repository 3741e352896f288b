// Who may include whom: the layering of the folders as one table, and a checker that reads it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pixelwise::structure {

/// A source file by its path from the root, with its text.
struct Source {
  std::string path;
  std::string text;
};

/// All .h and .cpp files of the project, or of one folder of it.
std::vector<Source> sources(const std::filesystem::path& root, const std::string& folder = "");

/// The source files whose names end in none of .h and .cpp: build files, scripts, pages.
std::vector<Source> other_texts(const std::filesystem::path& root);

/// One sentence for each #include of the file that points in a wrong direction.
std::vector<std::string> wrong_includes(const Source& source);

int lines(const Source& source);

}  // namespace pixelwise::structure
