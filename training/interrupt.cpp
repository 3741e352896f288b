#include "training/interrupt.h"

#include <csignal>

namespace pixelwise {
namespace {

volatile std::sig_atomic_t stop_signal = 0;  // the first that came

void on_signal(int signal) {
  if (stop_signal == 0) stop_signal = signal;
  // The next Ctrl-C ends the program. Not so the next word that nobody reads: it may well be
  // written while the state is being saved.
  if (signal != SIGPIPE) std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGPIPE, on_signal);
}

bool interrupted() { return stop_signal != 0; }

bool output_was_closed() { return stop_signal == SIGPIPE; }

int interrupted_status() { return 128 + stop_signal; }

}  // namespace pixelwise
