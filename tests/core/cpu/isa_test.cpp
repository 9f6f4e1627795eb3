// isa: all
// The instruction set that the environment asks for is the one in use, if the processor has it.
#include "core/cpu/isa.h"

#include "tests/test.h"

using namespace tenon::cpu;

static void test_name_matches_environment(void**) {
  const char* wanted = getenv("TENON_ISA");
  Isa used = isa();
  if (wanted && strcmp(wanted, "baseline") == 0) assert_true(used == Isa::baseline);
  if (wanted && strcmp(wanted, "avx2") == 0) assert_true(used == Isa::avx2 || used == Isa::baseline);
  bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  if (!wanted && has_avx512) assert_true(used == Isa::avx512);
}

static void test_names(void**) {
  assert_string_equal(isa_name(Isa::baseline), "baseline");
  assert_string_equal(isa_name(Isa::avx2), "avx2");
  assert_string_equal(isa_name(Isa::avx512), "avx512");
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_name_matches_environment),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
