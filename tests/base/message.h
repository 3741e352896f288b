// The text of the error that an action throws, for tests of messages.
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <string>
#include <typeinfo>

namespace pixelwise {

/// The message of the `Error` that `action` throws. Another type of error, or none, gives a text in
/// brackets that no expected message contains.
template <class Error, class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const std::exception& error) {
    if (typeid(error) == typeid(Error)) return error.what();
    return std::string("(another type of error: ") + typeid(error).name() + ": " + error.what() +
           ")";
  }
  return "(no error)";
}

/// Expects an `Error` whose message contains `part`.
template <class Error, class Action>
void expect_error(const std::string& part, Action action) {
  const std::string message = message_of<Error>(action);
  EXPECT_NE(message.find(part), std::string::npos)
      << "message:  " << message << "\nexpected: " << part;
  EXPECT_NE(message.front(), '(') << message;
}

}  // namespace pixelwise
