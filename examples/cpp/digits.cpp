// Learns to read handwritten digits, in C++: the same network as examples/c/digits.c, which learns the same
// from the same seed. Usage: digits-cpp --data DIR [--epochs N] [--seed N] [--workers N]   (DIR has MNIST's
// IDX files)
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <tenon/tenon.hpp>

using tenon::Module;
using tenon::Tensor;
namespace nn = tenon::nn;

namespace {

constexpr int64_t kBatch = 50, kTestBatch = 500;
constexpr double kLearningRate = 2e-3;

struct Pair {
  Tensor images, labels;

  int64_t count() const { return labels.size(0); }
  Pair part(int64_t begin, int64_t count) const {
    return {images.narrow(0, begin, count), labels.narrow(0, begin, count)};
  }
};

// The name of the file, or with .gz behind it; empty where neither is there.
std::string find(const std::string& folder, const std::string& name) {
  for (const char* ending : {"", ".gz"})
    if (std::ifstream(folder + "/" + name + ending)) return folder + "/" + name + ending;
  return "";
}

Pair load(const std::string& folder, const std::string& part) {
  Tensor images = tenon::load_idx(find(folder, part + "-images-idx3-ubyte"));
  Tensor labels = tenon::load_idx(find(folder, part + "-labels-idx1-ubyte"));
  return {images.reshape({-1, 1, 28, 28}), labels.to_dtype(TN_INT64)};
}

Module network() {
  std::vector<Module> layers;  // in this order, which is that of their random weights
  layers.push_back(nn::conv2d(1, 16, {5}));
  layers.push_back(nn::relu());
  layers.push_back(nn::max_pool2d({2}));
  layers.push_back(nn::conv2d(16, 32, {3}));
  layers.push_back(nn::relu());
  layers.push_back(nn::max_pool2d({2}));
  layers.push_back(nn::flatten());
  layers.push_back(nn::dropout(0.25));
  layers.push_back(nn::linear(800, 128));
  layers.push_back(nn::relu());
  layers.push_back(nn::dropout(0.25));
  layers.push_back(nn::linear(128, 10));
  return nn::sequential(layers);
}

double accuracy(Module& net, const Pair& test) {
  tenon::NoGrad no_grad;
  net.eval();
  int64_t right = 0;
  for (int64_t i = 0; i < test.count(); i += kTestBatch) {
    Pair part = test.part(i, std::min(kTestBatch, test.count() - i));
    right += static_cast<int64_t>((net(part.images / 255.0).argmax(1) == part.labels).sum().item());
  }
  return static_cast<double>(right) / static_cast<double>(test.count());
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void progress(int64_t done, int64_t all, double loss, double speed) {
  if (!isatty(STDOUT_FILENO)) return;
  std::string bar;
  for (int64_t i = 0; i < 30; ++i) bar += i < 30 * done / all ? "█" : "·";
  std::printf("\r[%s] %3d %%  loss %.4f  %.0f images/s \033[K", bar.c_str(),
              static_cast<int>(100 * done / all), loss, speed);
  std::fflush(stdout);
}

void run(const std::string& folder, int64_t epochs, int64_t seed, int64_t workers) {
  tenon::manual_seed(seed);
  Module net = network();
  Pair test = load(folder, "t10k"), train;
  if (!find(folder, "train-images-idx3-ubyte").empty()) {
    train = load(folder, "train");
  } else {
    int64_t cut = test.count() / 5 * 4;
    train = test.part(0, cut);
    test = test.part(cut, test.count() - cut);
  }
  tenon::LoaderOptions options;
  options.batch_size = kBatch;
  options.shuffle = 1;
  options.workers = workers;
  options.seed = seed;
  tenon::Loader loader(tenon::Dataset::tensors({train.images, train.labels}), options);
  tenon::Optimizer adam = tenon::adam(net.parameters());

  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    adam.set_option("lr", kLearningRate * (1 - static_cast<double>(epoch) / static_cast<double>(epochs)));
    net.train();
    double sum = 0, begin = seconds();
    int64_t steps = 0;
    for (tenon::Batch& batch : loader) {
      Tensor loss = tenon::cross_entropy(net(batch[0] / 255.0), batch[1]);
      adam.zero_grad();
      loss.backward();
      adam.step();
      sum += loss.item();
      ++steps;
      progress(steps, loader.size(), loss.item(), static_cast<double>(steps * kBatch) / (seconds() - begin));
    }
    double took = seconds() - begin;
    std::printf("%sepoch %lld of %lld: loss %.4f, test accuracy %.4f, %.1f s, %.0f images/s\n",
                isatty(STDOUT_FILENO) ? "\r\033[K" : "", static_cast<long long>(epoch + 1),
                static_cast<long long>(epochs), sum / static_cast<double>(steps), accuracy(net, test), took,
                static_cast<double>(train.count()) / took);
  }
  std::printf("accuracy: %.4f\n", accuracy(net, test));
}

}  // namespace

int main(int argc, char** argv) {
  std::string folder;
  int64_t epochs = 5, seed = 1, workers = 2;
  for (int i = 1; i + 1 < argc; i += 2) {
    std::string name = argv[i];
    if (name == "--data") folder = argv[i + 1];
    if (name == "--epochs") epochs = std::atoll(argv[i + 1]);
    if (name == "--seed") seed = std::atoll(argv[i + 1]);
    if (name == "--workers") workers = std::atoll(argv[i + 1]);
  }
  if (folder.empty()) {
    std::fprintf(
        stderr,
        "digits-cpp: --data DIR is wanted, a folder with MNIST's files; digits --draw DIR makes some\n");
    return 1;
  }
  try {
    run(folder, epochs, seed, workers);
  } catch (const tenon::error& e) {
    std::fprintf(stderr, "digits-cpp: %s\n", e.what());
    return 1;
  }
}
