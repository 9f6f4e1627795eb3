// The C++ face in use: a training loop, a custom function and module, indexing, files. Compiled with
// exceptions and without.
#include <array>
#include <iostream>
#include <tenon/tenon.hpp>

using tenon::Tensor;

static Tensor shapes() {
  std::vector<int64_t> sizes = {2, 3};
  std::array<int64_t, 2> turned = {3, 2};
  Tensor x = tenon::randn({2, 3}), y = tenon::zeros(sizes), z = tenon::ones(turned, TN_FLOAT64);
  x = x.to_dtype(TN_FLOAT64).reshape({3, 2}) + z * 2 - 1.5;
  x += y.transpose(0, 1);
  x /= 3;
  x = 1 - x / (2.0 / (1 + x.exp()));
  x.exp_().clamp_(0, 10).add_(1).mul_(x);
  Tensor mask = (x > 0).logical_and(x < 5);
  Tensor part = x.index({0, tenon::Slice(1), tenon::ellipsis, tenon::none});
  x.index_put_({mask}, tenon::scalar_tensor(0.0));
  auto [values, indices] = x.topk(2);
  for (const Tensor& piece : x.split(1))
    values = values + piece.sum() + piece.sum({0, -1}, true) + piece.max(0).first;
  return tenon::cat({values, x, part.squeeze().expand({1, 2})}) + tenon::stack({x, x}, 1).mean() +
         tenon::full({2}, 7).norm();
}

static tenon::Function clipped_exponential(double limit) {
  return tenon::Function(
      "ClipExp", 1,
      [](tenon::Call& call) {
        Tensor y = call[0].exp();
        call.save(y);
        call.give(0, y);
      },
      [limit](tenon::Call& call) {
        Tensor g = call[0], y = call.saved(0);
        call.give(0, call.needs_grad(0) ? tenon::where(y > limit, g * limit, g * y) : Tensor());
      });
}

static tenon::Module gate(int64_t n) {
  tenon::Function exponential = clipped_exponential(10);
  tenon::Module m = tenon::Module::custom("Gate", [exponential](tenon::Call& call) {
    tenon::Module self = tenon::call_module(call);
    call.give(0, exponential({self["fc"](call[0])}) * self.parameter("scale"));
  });
  m.add("fc", tenon::nn::linear(n, n));
  m.add_parameter("scale", tenon::ones({n}).requires_grad_());
  m.add_buffer("steps", tenon::scalar_tensor(int64_t{0}), false);
  return m;
}

static double train() {
  tenon::nn::Conv2dOptions conv;
  conv.padding_h = conv.padding_w = 1;
  tenon::Module net = tenon::nn::sequential({tenon::nn::conv2d(1, 8, {3, 3}, conv), tenon::nn::relu(),
                                             tenon::nn::max_pool2d({2}), tenon::nn::flatten(),
                                             tenon::nn::dropout(), tenon::nn::linear(128, 10)});
  tenon::AdamWOptions adam;
  adam.lr = 3e-3;
  tenon::Optimizer optimizer = tenon::adamw(net.parameters(), adam);
  tenon::LoaderOptions options;
  options.batch_size = 16;
  options.shuffle = 1;
  tenon::Loader loader(tenon::Dataset::tensors({tenon::rand({64, 1, 8, 8}), tenon::randint(0, 10, {64})}),
                       options);
  double total = 0;
  for (int epoch = 0; epoch < 2; ++epoch)
    for (tenon::Batch& batch : loader) {
      optimizer.zero_grad();
      Tensor loss = tenon::cross_entropy(net(batch[0]), batch[1]);
      loss.backward();
      optimizer.step();
      total += loss.item();
    }
  optimizer.set_option("lr", optimizer.option("lr") / 10);
  {
    tenon::NoGrad no_grad;
    net.eval().to(TN_CPU, TN_FLOAT64);
    total += net(tenon::zeros({1, 1, 8, 8}, TN_FLOAT64)).softmax(-1).item<float>();
  }
  net.apply([](tenon::Module& m) { m.train(); });
  tenon::safetensors_save(net.state_dict(), "net.safetensors");
  for (const auto& [name, tensor] : tenon::safetensors_load("net.safetensors"))
    std::cout << name << ' ' << tensor.numel() << '\n';
  net.load_state_dict(tenon::safetensors_load("net.safetensors"));
  tenon::module_save(net, "model.safetensors");
  std::cout << tenon::module_load("model.safetensors") << '\n';
  return total;
}

static void gradients() {
  Tensor x = tenon::randn({3, 4}).requires_grad_();
  tenon::Module m = gate(4);
  int64_t hook = tenon::register_hook(x, [](tenon::Call& call) { call.give(0, call[0] * 0.5); });
  tenon::GradOptions options;
  options.create_graph = 1;
  std::vector<Tensor> g = tenon::grad({m(x).sum()}, {x}, options);
  tenon::BackwardOptions keep;
  keep.retain_graph = 1;
  (g[0] * g[0]).sum().backward({}, keep);
  tenon::remove_hook(x, hook);
  if (!x.grad()) std::cout << "no gradient\n";
  x.set_grad({});
}

static void doors() {
  Tensor x = tenon::arange(6).reshape({2, 3});
  Tensor y = tenon::op_call("softmax", {x, tenon::named("dim", -1),
                                        tenon::named("dtype", tenon::Value::dtype(TN_FLOAT64))})
                 .tensor();
  std::vector<double> values = y.to_vector<double>();
  float pixels[4] = {1, 2, 3, 4};
  Tensor view = tenon::from_blob(pixels, TN_FLOAT32, {2, 2}, [] {});
  auto dataset =
      tenon::Dataset::custom(10, 1, [](int64_t i) { return tenon::Batch{tenon::scalar_tensor(i)}; });
  tenon::Scope scope;
  tn_tensor_t in_scope = tn_relu(view.get());
  Tensor longer = Tensor::share(in_scope);
  std::cout << longer << values.size() << dataset.size() << view.data<float>()[0] << view.shape().size()
            << '\n';
}

int main() {
#ifdef TENON_NO_EXCEPTIONS
  shapes();
  train();
  gradients();
  doors();
  if (tn_error_code()) std::cerr << tn_error_message() << '\n';
#else
  try {
    std::cout << shapes() << '\n' << train() << '\n';
    gradients();
    doors();
    shapes().matmul(tenon::zeros({7}));
  } catch (const tenon::error& e) { std::cout << e.code() << ' ' << e.what() << '\n'; }
#endif
}
