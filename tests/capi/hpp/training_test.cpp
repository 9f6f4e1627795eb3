// tenon.hpp: modules, optimizers, loaders, callbacks, files and calls by name, as a host would use them.
#include <atomic>
#include <stdexcept>

#include "tests/test.h"

#include <tenon/tenon.hpp>

using tenon::Tensor;

// Every test ends with as many objects as it began with.
static int begin(void** state) {
  *state = reinterpret_cast<void*>(static_cast<intptr_t>(tn_live_count()));
  return 0;
}
static int end(void** state) {
  intptr_t before = reinterpret_cast<intptr_t>(*state), after = static_cast<intptr_t>(tn_live_count());
  if (before != after) print_error("%ld objects at the begin, %ld at the end\n", (long)before, (long)after);
  return before != after;
}

static tenon::Module small_net() {
  return tenon::nn::sequential({tenon::nn::linear(2, 16), tenon::nn::relu(), tenon::nn::linear(16, 2)});
}

static void a_network_learns(void**) {
  tenon::manual_seed(7);
  Tensor x = tenon::randn({256, 2}), y = (x.select(1, 0) * x.select(1, 1) > 0).to_dtype(TN_INT64);
  tenon::Module net = small_net();
  tenon::AdamWOptions adam;
  adam.lr = 0.02;
  tenon::Optimizer optimizer = tenon::adamw(net.parameters(), adam);
  tenon::LoaderOptions options;
  options.batch_size = 32;
  options.shuffle = 1;
  options.workers = 1;
  tenon::Loader loader(tenon::Dataset::tensors({x, y}), options);
  assert_int_equal(loader.size(), 8);
  double first = tenon::cross_entropy(net(x), y).item();
  for (int epoch = 0; epoch < 20; ++epoch)
    for (tenon::Batch& batch : loader) {
      optimizer.zero_grad();
      tenon::cross_entropy(net(batch[0]), batch[1]).backward();
      optimizer.step();
    }
  tenon::NoGrad no_grad;
  Tensor logits = net.eval()(x);
  assert_false(logits.requires_grad());
  assert_true(tenon::cross_entropy(logits, y).item() < first / 2);
  assert_true((logits.argmax(1) == y).to_dtype(TN_FLOAT32).mean().item() > 0.9);
}

static void options_of_optimizers_are_set(void**) {
  tenon::Module net = small_net();
  tenon::Optimizer o("SGD", net["0"].parameters(), R"({"lr": 0.5, "momentum": 0.9})");
  o.add_group(net["2"].parameters(), R"({"lr": 0.25})");
  assert_int_equal(o.group_count(), 2);
  assert_true(o.option("lr") == 0.5 && o.option("lr", 1) == 0.25 && o.option("momentum", 1) == 0.9);
  o.set_option("lr", 0.125);
  assert_true(o.option("lr") == 0.125 && o.option("lr", 1) == 0.125);
}

static void a_module_is_a_tree(void**) {
  tenon::Module net = small_net();
  assert_int_equal(net.size(), 3);
  assert_string_equal(net.class_name().c_str(), "Sequential");
  assert_string_equal(net.child_name(2).c_str(), "2");
  assert_true(net.parameter("2.weight").shape() == std::vector<int64_t>({2, 16}));
  assert_false(tenon::nn::linear(2, 3, false).parameter("bias").defined());
  std::vector<std::string> names;
  for (const auto& [name, t] : net.state_dict()) names.push_back(name);
  assert_true(names == std::vector<std::string>({"0.weight", "0.bias", "2.weight", "2.bias"}));
  int visited = 0;
  net.apply([&](tenon::Module& m) { visited += m.is_training(); });
  assert_int_equal(visited, 4);
  assert_non_null(strstr(net.str().c_str(), "(0): Linear(in_features=2, out_features=16, bias=True)"));
  try {
    net.parameter("2.wieght");
    assert_true(false);
  } catch (const tenon::error& e) {
    assert_int_equal(e.code(), TN_ERR_KEY);
    assert_non_null(strstr(e.what(), "weight"));
  }
}

static tenon::Function scaled_square(double factor) {
  return tenon::Function(
      "ScaledSquare", 1,
      [factor](tenon::Call& call) {
        Tensor x = call[0];
        call.save(x);
        call.give(0, x * x * factor);
      },
      [factor](tenon::Call& call) { call.give(0, call[0] * call.saved(0) * (2 * factor)); });
}

static void functions_and_modules_of_the_host_run(void**) {
  tenon::Function square = scaled_square(3);
  tenon::Module m = tenon::Module::custom("Square", [square](tenon::Call& call) {
    call.give(0, square({call[0]}) * tenon::call_module(call).parameter("scale"));
  });
  m.add_parameter("scale", tenon::scalar_tensor(2.0).requires_grad_());
  Tensor x = tenon::tensor({1.0, 2.0}).requires_grad_();
  int64_t hook = tenon::register_hook(x, [](tenon::Call& call) { call.give(0, call[0] * 0.5); });
  Tensor y = m(x).sum();
  assert_true(y.item() == 30);
  y.backward();
  assert_true(x.grad().to_vector<double>() == std::vector<double>({6, 12}));
  assert_true(m.parameter("scale").grad().item() == 15);
  tenon::remove_hook(x, hook);
  tenon::GradOptions options;
  options.create_graph = 1;
  Tensor g = tenon::grad({m(x).sum()}, {x}, options)[0];
  Tensor gg = tenon::grad({g.sum()}, {x})[0];
  assert_true(gg.to_vector<double>() == std::vector<double>({12, 12}));
}

static void exceptions_pass_through_callbacks(void**) {
  tenon::Module bad =
      tenon::Module::custom("Bad", [](tenon::Call&) { throw std::runtime_error("not today"); });
  tenon::Module shape =
      tenon::Module::custom("Shape", [](tenon::Call& call) { call.give(0, call[0] + tenon::zeros({5})); });
  tenon::Module nothing = tenon::Module::custom("Nothing", [](tenon::Call&) {});
  Tensor x = tenon::zeros({3});
  auto code_of = [&](const tenon::Module& m, const char* part) -> tn_status_t {
    try {
      m(x);
    } catch (const tenon::error& e) {
      assert_non_null(strstr(e.what(), part));
      return e.code();
    }
    return TN_OK;
  };
  assert_int_equal(code_of(bad, "not today"), TN_ERR_CALLBACK);
  assert_int_equal(code_of(shape, "[5]"), TN_ERR_SHAPE);
  assert_int_equal(code_of(nothing, ""), TN_ERR_CALLBACK);
}

static void user_data_is_destroyed_once(void**) {
  static std::atomic<int> alive{0};
  struct Counted {
    Counted() { ++alive; }
    Counted(const Counted&) { ++alive; }
    ~Counted() { --alive; }
  };
  {
    Counted c;
    tenon::Module m = tenon::Module::custom("M", [c](tenon::Call& call) { call.give(0, call[0]); });
    tenon::Dataset d =
        tenon::Dataset::custom(3, 1, [c](int64_t i) { return tenon::Batch{tenon::scalar_tensor(i)}; });
    assert_int_equal(d[2][0].item<int64_t>(), 2);
    assert_int_equal(d.size(), 3);
  }
  assert_int_equal(alive, 0);
}

static void custom_datasets_are_loaded(void**) {
  tenon::LoaderOptions options;
  options.batch_size = 4;
  tenon::Loader loader(
      tenon::Dataset::custom(10, 2,
                             [](int64_t i) {
                               return tenon::Batch{tenon::scalar_tensor(i), tenon::ones({2}) * double(i)};
                             }),
      options);
  std::vector<int64_t> seen;
  for (tenon::Batch& batch : loader) {
    assert_int_equal(batch.size(), 2);
    for (int64_t i : batch[0].to_vector<int64_t>()) seen.push_back(i);
  }
  assert_true(seen == std::vector<int64_t>({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

static void files_come_back(void**) {
  const char* path = "hpp_training_test.safetensors";
  tenon::Module net = small_net(), other = small_net();
  tenon::Dict dict = net.state_dict();
  dict.set_metadata("made by", "a test");
  tenon::safetensors_save(dict, path);
  tenon::Dict read = tenon::safetensors_load(path);
  assert_string_equal(read.metadata("made by").c_str(), "a test");
  other.load_state_dict(read);
  Tensor x = tenon::randn({3, 2});
  assert_true((net(x) == other(x)).all().item() == 1);
  tenon::module_save(net, path);
  tenon::Module whole = tenon::module_load(path);
  assert_true((net(x) == whole(x)).all().item() == 1);
  remove(path);
}

static void operators_are_called_by_name(void**) {
  Tensor x = tenon::arange(6).reshape({2, 3});
  Tensor y = tenon::op_call("sum", {x, std::vector<int64_t>{1}, tenon::named("keepdim", true),
                                    tenon::named("dtype", tenon::Value::dtype(TN_FLOAT64))})
                 .tensor();
  assert_int_equal(y.dtype(), TN_FLOAT64);
  assert_true(y.shape() == std::vector<int64_t>({2, 1}));
  assert_true(tenon::op_call("add", {x, 2, tenon::named("alpha", 3)}).tensor().sum().item() == 51);
  Tensor part = x.index({tenon::ellipsis, tenon::Slice(1), tenon::none});
  assert_true(part.shape() == std::vector<int64_t>({2, 2, 1}));
  x.index_put_({x > 2}, tenon::scalar_tensor(int64_t{0}));
  assert_true(x.sum().item() == 3);
  assert_true((1 - x).sum().item() == 3);
}

int main() {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_network_learns, begin, end),
      cmocka_unit_test_setup_teardown(options_of_optimizers_are_set, begin, end),
      cmocka_unit_test_setup_teardown(a_module_is_a_tree, begin, end),
      cmocka_unit_test_setup_teardown(functions_and_modules_of_the_host_run, begin, end),
      cmocka_unit_test_setup_teardown(exceptions_pass_through_callbacks, begin, end),
      cmocka_unit_test_setup_teardown(user_data_is_destroyed_once, begin, end),
      cmocka_unit_test_setup_teardown(custom_datasets_are_loaded, begin, end),
      cmocka_unit_test_setup_teardown(files_come_back, begin, end),
      cmocka_unit_test_setup_teardown(operators_are_called_by_name, begin, end),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
