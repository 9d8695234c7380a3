#pragma once

// Writes the results as JSON, numbers so that they read back to the same bits. JSON has no NaN and no
// infinity; null stands for both, which is never what a case expects.

#include <cmath>
#include <cstdio>
#include <ostream>
#include <string>
#include <vector>

class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& output) : output_(output) {}

  void open(char bracket) {
    comma();
    output_ << bracket;
    first_ = true;
  }

  void close(char bracket) {
    output_ << bracket;
    first_ = false;
  }

  void key(const std::string& name) {
    comma();
    output_ << '"' << name << "\":";
    first_ = true;  // no comma between a name and its value
  }

  void number(double value) {
    comma();
    if (!std::isfinite(value)) {
      output_ << "null";
      return;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    output_ << text;
  }

  template <class T>
  void numbers(const std::vector<T>& values) {
    open('[');
    for (const T& value : values)
      number(static_cast<double>(value));
    close(']');
  }

 private:
  void comma() {
    if (!first_) output_ << ',';
    first_ = false;
  }

  std::ostream& output_;
  bool first_ = true;
};
