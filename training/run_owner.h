// What the owner of long work decides and hears: where its files go, when it stops, its progress.
#pragma once

#include <functional>
#include <string>

#include "report/progress.h"
#include "training/note.h"

namespace pixelwise {

/// The owner of a TrainRun or of a ladder: the command line, a tutorial, any program.
struct RunOwner {
  std::string folder = {};                 // of all files of the run
  bool overwrite = false;                  // begin anew where the folder holds a run
  Note note = no_note;                     // hears what is going on, line by line
  Note warn = no_note;                     // hears what should be seen in any case
  std::function<bool()> should_stop = {};  // asked all the time; then the state is saved
  ProgressOptions progress = {};           // how the bar is shown; quiet for none

  bool wants_to_stop() const { return should_stop && should_stop(); }
};

}  // namespace pixelwise
