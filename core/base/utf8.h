#pragma once
// Texts from files and callers, which may be anything.
#include <string_view>

namespace tenon {

// Whether it is UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF (RFC 3629).
bool is_utf8(std::string_view text);

}  // namespace tenon
