#include "core/cpu/isa.h"

#include <stdlib.h>
#include <string.h>

namespace tenon::cpu {

static Isa choose() {
  __builtin_cpu_init();
  bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  const char* wanted = getenv("TENON_ISA");
  auto allowed = [&](const char* name) { return !wanted || !*wanted || strcmp(wanted, name) == 0; };
  if (has_avx512 && allowed("avx512")) return Isa::avx512;
  if (has_avx2 && (allowed("avx2") || (wanted && strcmp(wanted, "avx512") == 0))) return Isa::avx2;
  return Isa::baseline;
}

Isa isa() {
  static const Isa chosen = choose();
  return chosen;
}

const char* isa_name(Isa isa) {
  switch (isa) {
    case Isa::avx512: return "avx512";
    case Isa::avx2: return "avx2";
    default: return "baseline";
  }
}

}  // namespace tenon::cpu
