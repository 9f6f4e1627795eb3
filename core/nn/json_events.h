#pragma once
// JSON as events, for those who keep little of it. One parser serves all: each listener's own class would
// instantiate it anew, 25 KB of code.
#include <nlohmann/json.hpp>
#include <string_view>

namespace tenon {

using JsonEvents = nlohmann::json_sax<nlohmann::json>;

// False where a listener, or an error that it is told of, ends it.
bool parse_json(std::string_view text, JsonEvents& events);

}  // namespace tenon
