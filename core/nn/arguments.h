#pragma once
// Arguments of a constructor as JSON: read from a caller's text, and written to be read again.
#include <memory>
#include <string>

#include "core/nn/json.h"
#include "core/ops/signature.h"

namespace tenon {

// The members of a JSON object as values with names, read as a signature wants them: a list of lists is a
// tensor where one is wanted, "inf" a number. Fails with Status::value for what is no JSON object.
class JsonArguments {
 public:
  // `what` is named in messages: the class.
  JsonArguments(std::string_view what, const char* json);
  // The JSON must live as long as this object.
  JsonArguments(std::string_view what, const Json& json);
  ~JsonArguments();
  JsonArguments(const JsonArguments&) = delete;
  JsonArguments& operator=(const JsonArguments&) = delete;

  // The values live as long as this object.
  std::vector<Value> values(const Signature& signature);

 private:
  struct Content;
  void check() const;
  std::unique_ptr<Content> content_;
};

// Checks names, and that required ones are there: what `bind` reports by one text has statuses of its own
// here. `signatures` are the overloads of one class.
void check_names(const std::vector<const Signature*>& signatures, const std::vector<const Value*>& given);

// The bound arguments as a JSON object.
std::string to_json(const Signature& signature, const OpArgs& args);

}  // namespace tenon
