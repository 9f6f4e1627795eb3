// libtorch's side of the benchmarks, case by case what tenon_perf.c does.
#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/perf/common.h"

using torch::Tensor;

namespace {

template <class Body>
void measure(const std::string& name, Body body) {
  auto run = [](void* data, int64_t n) {
    for (int64_t i = 0; i < n; ++i) (*static_cast<Body*>(data))();
  };
  perf_case(name.c_str(), run, &body);
}

struct Operands {
  Tensor a1 = torch::ones({1}), b1 = torch::ones({1}), a16 = torch::ones({16}), b16 = torch::ones({16});
  Tensor g1 = torch::ones({1}, torch::requires_grad()), g16 = torch::ones({16}, torch::requires_grad());
  Tensor square = torch::ones({64, 64}), four = torch::ones({4, 4});
  Tensor x64 = torch::ones({1, 64}), w64 = torch::ones({64, 64}), v64 = torch::ones({64});
};

volatile double sink;

void measure_operators(const std::string& mode, Operands& t) {
  measure(mode + "add_1", [&] { auto c = t.a1 + t.b1; });
  measure(mode + "add_16", [&] { auto c = t.a16 + t.b16; });
  measure(mode + "relu_16", [&] { auto c = torch::relu(t.a16); });
  measure(mode + "matmul_4x4", [&] { auto c = torch::mm(t.four, t.four); });
  measure(mode + "view", [&] { auto c = t.square.view({4096}); });
  measure(mode + "linear_1x64x64", [&] { auto c = torch::linear(t.x64, t.w64, t.v64); });
  measure(mode + "slice", [&] { auto c = t.square.slice(0, 1, 5); });
  measure(mode + "empty_16", [&] { auto c = torch::empty({16}); });
  measure(mode + "select", [&] { auto c = t.square.select(0, 3); });
  measure(mode + "zeros_16", [&] { auto c = torch::zeros({16}); });
  measure(mode + "transpose", [&] { auto c = t.square.t(); });
  measure(mode + "narrow", [&] { auto c = t.square.narrow(0, 1, 5); });
  measure(mode + "item", [&] { sink = t.a1.item<float>(); });
  measure(mode + "sum_16", [&] { auto c = t.a16.sum(); });
  measure(mode + "cat_2x16", [&] { auto c = torch::cat({t.a16, t.b16}); });
  measure(mode + "add_16_inplace", [&] { t.a16.add_(t.b16), t.a16.sub_(t.b16); });
  measure(mode + "copy_ref", [&] { Tensor c = t.a16; });
  measure(mode + "sizes_numel", [&] { sink = t.square.size(0) + t.square.numel(); });
}

void measure_recording(Operands& t) {
  measure("add_16_rg", [&] { auto c = t.g16 + t.b16; });
  measure("add_1_rg", [&] { auto c = t.g1 + t.b1; });
  measure("mul_16_rg", [&] { auto c = t.g16 * t.g16; });
}

Tensor chain(Tensor x, const Tensor& factor) {
  for (int i = 0; i < 10; ++i) x = x * factor;
  return x;
}

void measure_chains(Operands& t) {
  measure("chain10_fwd_nograd(16)", [&] {
    torch::NoGradGuard guard;
    chain(t.a16, t.b16);
  });
  measure("chain10_fwd_rg(16)", [&] { chain(t.g16, t.b16); });
  measure("chain10_fwd_bwd(16)", [&] {
    chain(t.g16, t.b16).sum().backward();
    t.g16.mutable_grad().reset();
  });
  measure("chain10_fwd_bwd(16)_accum", [&] { chain(t.g16, t.b16).sum().backward(); });
  measure("chain10_fwd_bwd(1)", [&] {
    chain(t.g1, t.b1).backward();
    t.g1.mutable_grad().reset();
  });
}

void measure_inference() {
  torch::nn::Sequential net(torch::nn::Linear(64, 64), torch::nn::ReLU(), torch::nn::Linear(64, 4));
  Tensor one = torch::randn({1, 64}), batch = torch::randn({32, 64});
  measure("mlp_64_64_4_b1_infer", [&] {
    torch::NoGradGuard guard;
    auto y = net->forward(one);
  });
  measure("mlp_64_64_4_b1_infer_inference_mode", [&] {
    c10::InferenceMode guard;
    auto y = net->forward(one);
  });
  measure("mlp_64_64_4_b32_infer", [&] {
    torch::NoGradGuard guard;
    auto y = net->forward(batch);
  });
}

template <class Activation>
void measure_training(const char* name, int64_t in, int64_t hidden, int64_t out, int64_t batch,
                      Activation activation) {
  torch::nn::Sequential net(torch::nn::Linear(in, hidden), activation, torch::nn::Linear(hidden, out));
  torch::optim::SGD sgd(net->parameters(), 0.01);
  Tensor x = torch::randn({batch, in}), y = torch::randint(out, {batch});
  measure(name, [&] {
    sgd.zero_grad();
    auto loss = torch::nn::functional::cross_entropy(net->forward(x), y);
    loss.backward();
    sgd.step();
  });
}

}  // namespace

int main(int argc, char** argv) {
  int threads = perf_begin(argc, argv, "libtorch");
  if (!threads) return 1;
  torch::set_num_threads(threads);
  Operands t;
  measure_recording(t);
  measure_operators("", t);
  {
    torch::NoGradGuard guard;
    measure_operators("nograd/", t);
  }
  {
    c10::InferenceMode guard;
    measure_operators("inference/", t);
  }
  measure_chains(t);
  measure_inference();
  measure_training("mlp_784_128_10_b64_train_sgd", 784, 128, 10, 64, torch::nn::ReLU());
  measure_training("mlp_8_16_4_b8_train_sgd", 8, 16, 4, 8, torch::nn::Tanh());
}
