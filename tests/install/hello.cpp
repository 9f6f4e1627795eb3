// A C++ program against an installed Tenon.
#include <cstdio>

#include <tenon/tenon.hpp>

int main() {
  try {
    tenon::Tensor x = tenon::ones({2, 3});
    double value = (x + x).sum().item();
    std::printf("C++: Tenon %s, the sum is %g\n", tn_version(), value);
    return value == 12 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
