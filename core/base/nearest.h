#pragma once
// What a mistaken name may have meant.
#include <string>
#include <string_view>

namespace tenon {

class NearestName {
 public:
  explicit NearestName(std::string_view wanted) : wanted_(wanted), least_(2 + wanted.size() / 4) {}
  // Keeps the candidate where it is nearer than those before.
  void offer(std::string_view candidate);
  const std::string& found() const { return nearest_; }
  // "; did you mean 'weight'?", or "" where nothing is near.
  std::string hint() const;

 private:
  std::string_view wanted_;
  std::string nearest_;
  size_t least_;
};

}  // namespace tenon
