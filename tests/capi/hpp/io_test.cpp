// tenon.hpp: trees and files, as a host would use them.
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "tests/test.h"

#include <tenon/tenon.hpp>

using tenon::Tensor;
using tenon::Tree;

static int begin(void** state) {
  *state = reinterpret_cast<void*>(static_cast<intptr_t>(tn_live_count()));
  return 0;
}
static int end(void** state) {
  return reinterpret_cast<intptr_t>(*state) != static_cast<intptr_t>(tn_live_count());
}

static std::string path(const char* name) {
  const char* folder = std::getenv("TMPDIR");
  return std::string(folder ? folder : "/tmp") + "/tenon_" + std::to_string(getpid()) + "_" + name;
}

static bool same(const Tensor& a, const Tensor& b) { return (a - b).abs().max().item() == 0; }

static void a_checkpoint(void**) {
  std::string file = path("run.pt");
  tenon::Module net = tenon::nn::linear(3, 2);
  tenon::Optimizer optimizer = tenon::adamw(net.parameters());
  net(tenon::ones({4, 3})).sum().backward();
  optimizer.step();
  Tree saved = tenon::checkpoint(net, optimizer, 12);
  saved.set("note", "häß");
  saved.set("scores", Tree::list({1, 0.5, true, nullptr, Tree::tuple({"x", tenon::ones({2})})}));
  saved.set(7, Tree::bytes(std::string("a\0b", 3)));
  tenon::save(saved, file);
  Tensor before = net.parameter("weight").clone();
  optimizer.step();
  assert_false(same(before, net.parameter("weight")));

  Tree read = tenon::load(file);
  assert_int_equal(tenon::checkpoint_restore(read, net, optimizer), 12);
  assert_true(same(before, net.parameter("weight")));
  assert_true(read["note"].to_string() == "häß");
  Tree scores = read["scores"];
  assert_int_equal(scores.size(), 5);
  assert_int_equal(scores.item(0).to_int(), 1);
  assert_true(scores.item(1).to_double() == 0.5);
  assert_true(scores.item(2).to_bool());
  assert_int_equal(scores.item(3).kind(), TN_TREE_NONE);
  assert_true(scores.item(4).item(1).to_tensor().numel() == 2);
  assert_true(read.at(7).to_bytes() == std::string("a\0b", 3));
  assert_true(read.has("rng") && !read.has("no"));
  assert_true(read["model"].tensors().has("bias"));
  assert_true(tenon::load_state_dict(file).has("model/weight"));
  try {
    read["nothing"];
    fail_msg("no exception");
  } catch (const tenon::error& e) { assert_int_equal(e.code(), TN_ERR_KEY); }
  std::remove(file.c_str());
}

static void arrays(void**) {
  std::string npy = path("x.npy"), npz = path("x.npz"), csv = path("x.csv"), pt = path("x.pt");
  Tensor x = tenon::randn({3, 2});
  tenon::npy_save(x, npy);
  assert_true(same(tenon::npy_load(npy), x));
  tenon::Dict dict = tenon::Dict::make();
  dict.set("x", x);
  tenon::npz_save(dict, npz, true);
  assert_true(same(tenon::npz_load(npz)["x"], x));
  tenon::csv_save(x, csv);
  assert_true(same(tenon::csv_load(csv), x));
  tenon::save_state_dict(dict, pt);
  assert_true(same(tenon::load_state_dict(pt)["x"], x));
  for (const std::string& file : {npy, npz, csv, pt}) std::remove(file.c_str());
}

static tenon::Module scaled(const std::string& arguments) {
  tenon::Module m = tenon::Module::custom("Scaled", [](tenon::Call& call) {
    call.give(0, call[0] * tenon::call_module(call).parameter("scale"));
  });
  m.add_parameter("scale", tenon::ones({1}));
  tenon::module_set_arguments(m, arguments);
  return m;
}

static void a_custom_class(void**) {
  std::string file = path("scaled.safetensors");
  {
    tenon::Module net = tenon::nn::sequential({tenon::nn::linear(2, 2), scaled("{\"by\": 3}")});
    net.parameter("1.scale").mul_(3);
    tenon::module_save(net, file);
    try {
      tenon::module_load(file);
      fail_msg("no exception");
    } catch (const tenon::error& e) { assert_int_equal(e.code(), TN_ERR_KEY); }
    tenon::module_register("Scaled", scaled);
    tenon::Module again = tenon::module_load(file);
    assert_true(tenon::module_arguments(again["1"]) == "{\"by\": 3}");
    Tensor x = tenon::randn({4, 2});
    assert_true(same(net(x), again(x)));
    tenon::module_register(
        "Scaled", [](const std::string&) -> tenon::Module { throw std::runtime_error("out of scales"); });
    try {
      tenon::module_load(file);
      fail_msg("no exception");
    } catch (const tenon::error& e) { assert_non_null(strstr(e.what(), "out of scales")); }
    tenon::module_unregister("Scaled");
  }
  std::remove(file.c_str());
}

int main() {
  const CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(a_checkpoint, begin, end),
                              cmocka_unit_test_setup_teardown(arrays, begin, end),
                              cmocka_unit_test_setup_teardown(a_custom_class, begin, end)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
