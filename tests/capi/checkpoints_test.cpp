// Checkpoints that strangers published, where they are at hand (TENON_DATA): every tensor under its name,
// with its dtype, shape and bytes, and networks for MNIST that give the figures which PyTorch gets from them.
// timeout: 600
#include <tenon/tenon.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/test.h"

using nlohmann::json;

static std::string folder;

static void ok(tn_status_t status) {
  if (status) fail_msg("%s", tn_error_message());
}
template <class H>
static H made(H handle) {
  if (!handle) fail_msg("%s", tn_error_message());
  return handle;
}

static tn_scope_t scope;
static int64_t live;
static int begin(void**) {
  live = tn_live_count();
  scope = tn_scope_begin();
  return scope == nullptr;
}
static int end(void**) { return tn_scope_end(scope) || tn_live_count() != live; }

static std::string bytes_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// ---- SHA-256 (FIPS 180-4)

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

// The first 32 bits behind the point of the square (2) or cube (3) root of the i-th prime.
static uint32_t root_bits(int i, int degree) {
  int prime = 1;
  for (int found = -1; found < i;) {
    bool is_prime = true;
    ++prime;
    for (int d = 2; d * d <= prime; ++d) is_prime &= prime % d != 0;
    found += is_prime;
  }
  long double root = degree == 2 ? sqrtl(prime) : cbrtl(prime);
  return static_cast<uint32_t>((root - floorl(root)) * 4294967296.0L);
}

static std::string sha256(std::string text) {
  static std::vector<uint32_t> k, start;
  if (k.empty()) {
    for (int i = 0; i < 64; ++i) k.push_back(root_bits(i, 3));
    for (int i = 0; i < 8; ++i) start.push_back(root_bits(i, 2));
  }
  uint64_t bits = text.size() * 8;
  text += '\x80';
  while (text.size() % 64 != 56) text += '\0';
  for (int i = 7; i >= 0; --i) text += static_cast<char>(bits >> 8 * i);
  std::vector<uint32_t> h = start;
  for (size_t at = 0; at < text.size(); at += 64) {
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; ++i) {
      w[i] = 0;
      for (size_t b = 0; b < 4; ++b)
        w[i] = w[i] << 8 | static_cast<uint8_t>(text[at + static_cast<size_t>(i) * 4 + b]);
    }
    for (int i = 16; i < 64; ++i)
      w[i] = w[i - 16] + w[i - 7] + (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) +
             (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
    for (int i = 0; i < 8; ++i) v[i] = h[static_cast<size_t>(i)];
    for (int i = 0; i < 64; ++i) {
      uint32_t e = v[4], a = v[0];
      uint32_t t = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & v[5]) ^ (~e & v[6])) +
                   k[static_cast<size_t>(i)] + w[i];
      uint32_t u = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
      for (int j = 7; j > 0; --j) v[j] = v[j - 1];
      v[4] += t;
      v[0] = t + u;
    }
    for (int i = 0; i < 8; ++i) h[static_cast<size_t>(i)] += v[i];
  }
  char hex[65];
  for (size_t i = 0; i < 8; ++i) snprintf(hex + 8 * i, 9, "%08x", h[i]);
  return hex;
}

static void a_known_hash(void**) {
  assert_string_equal(sha256("abc").c_str(),
                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// ---- the tensors

static std::string bytes_of(tn_tensor_t t) {
  tn_tensor_t dense = made(tn_contiguous(t));
  int64_t bytes = tn_tensor_numel(t) * tn_dtype_itemsize(tn_tensor_dtype(t));
  return std::string(static_cast<const char*>(tn_tensor_data(dense)), static_cast<size_t>(bytes));
}

static tn_dict_t load(const std::string& name, bool inert) {
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = inert;
  return tn_tree_tensors(tn_load((folder + name).c_str(), &o));
}

static void expect_tensor(const std::string& file, const json& wanted, tn_tensor_t t) {
  std::string where = file + ": " + wanted["name"].get<std::string>();
  if (wanted["dtype"] != tn_dtype_name(tn_tensor_dtype(t)))
    fail_msg("%s: dtype %s", where.c_str(), tn_dtype_name(tn_tensor_dtype(t)));
  std::vector<int64_t> shape;
  for (int64_t d = 0; d < tn_tensor_ndim(t); ++d) shape.push_back(tn_tensor_size(t, d));
  if (wanted["shape"] != json(shape)) fail_msg("%s: shape %s", where.c_str(), json(shape).dump().c_str());
  if (wanted["sha256_c_order"] != sha256(bytes_of(t))) fail_msg("%s: other bytes", where.c_str());
}

static void every_tensor(void**) {
  int read = 0, refused = 0;
  const json manifest = json::parse(bytes_of_file(folder + "manifest.json"));
  for (const json& file : manifest["files"]) {
    std::string name = file["file"];
    tn_scope_t s = tn_scope_begin();
    if (!file.contains("tensors")) {
      tn_error_clear();
      if (load(name, true)) fail_msg("%s was read", name.c_str());
      assert_int_equal(tn_error_code(), TN_ERR_IO);
      tn_error_clear();
      ++refused;
      tn_scope_end(s);
      continue;
    }
    bool foreign = file["top"].is_string() && file["top"].get<std::string>().rfind("object ", 0) == 0;
    if (foreign) {  // a class that Tenon doesn't know, named in the message
      std::string cls = file["top"].get<std::string>().substr(7);
      for (char& c : cls)
        if (c == ' ') c = '.';
      assert_null(load(name, false));
      if (!strstr(tn_error_message(), cls.c_str())) fail_msg("%s", tn_error_message());
      tn_error_clear();
    }
    tn_dict_t tensors = made(load(name, foreign));
    assert_int_equal(tn_dict_count(tensors), file["tensors"].size());
    for (const json& wanted : file["tensors"])
      expect_tensor(name, wanted, made(tn_dict_get(tensors, wanted["name"].get<std::string>().c_str())));
    const json groups = file.value("tensors_sharing_storage", json::array());
    for (const json& group : groups) {
      tn_tensor_t first = made(tn_dict_get(tensors, group[0].get<std::string>().c_str()));
      ok(tn_zero_(first));  // what one shows, all do: the storage is one
      for (const json& other : group) {
        tn_tensor_t t = made(tn_dict_get(tensors, other.get<std::string>().c_str()));
        assert_int_equal(tn_tensor_version(t), tn_tensor_version(first));
      }
    }
    ++read;
    tn_scope_end(s);
  }
  assert_true(read >= 18 && refused >= 2);
}

// ---- the networks

static tn_module_t children(std::vector<std::pair<const char*, tn_module_t>> named, tn_callback_t forward) {
  tn_module_t m = made(tn_module_custom("Net", forward, nullptr, nullptr));
  for (auto& [name, child] : named) ok(tn_module_add(m, name, child));
  return m;
}

static tn_tensor_t child(tn_module_t m, const char* name, tn_tensor_t x) {
  return tn_module_forward(tn_module_child(m, name), x);
}

// The network of PyTorch's examples in 2017: pooling before relu.
static tn_status_t old_forward(tn_call_t call, void*) {
  tn_module_t m = tn_call_module(call);
  const int64_t two[] = {2}, rows[] = {-1, 320};
  tn_tensor_t x = tn_relu(tn_max_pool2d(child(m, "conv1", tn_call_arg(call, 0)), two, 1));
  x = tn_relu(tn_max_pool2d(child(m, "conv2", x), two, 1));
  return tn_call_return(call, 0, child(m, "fc2", tn_relu(child(m, "fc1", tn_reshape(x, rows, 2)))));
}

static tn_module_t old_network() {
  const int64_t five[] = {5};
  return children({{"conv1", tn_nn_conv2d(1, 10, five, 1)},
                   {"conv2", tn_nn_conv2d(10, 20, five, 1)},
                   {"fc1", tn_nn_linear(320, 50, 1)},
                   {"fc2", tn_nn_linear(50, 10, 1)}},
                  old_forward);
}

static tn_status_t small_forward(tn_call_t call, void*) {
  tn_module_t m = tn_call_module(call);
  const int64_t two[] = {2};
  tn_tensor_t x = tn_relu(child(m, "conv1", tn_max_pool2d(tn_call_arg(call, 0), two, 1)));
  return tn_call_return(call, 0, child(m, "fc1", tn_flatten(tn_max_pool2d(x, two, 1), 1, -1)));
}

static tn_module_t small_network() {
  tn_module_t conv = made(tn_module_new(
      "Conv2d", "{\"in_channels\": 1, \"out_channels\": 10, \"kernel_size\": 3, \"padding\": 1}"));
  return children({{"conv1", conv}, {"fc1", tn_nn_linear(490, 10, 1)}}, small_forward);
}

static tn_module_t perceptron() {
  tn_module_t layers[] = {tn_nn_flatten(1, -1), tn_nn_linear(784, 128, 1),
                          tn_nn_relu(),         tn_nn_linear(128, 64, 1),
                          tn_nn_relu(),         tn_nn_linear(64, 10, 1)};
  const char* names[] = {"flatten", "0", "1", "2", "3", "4"};
  tn_module_t m = made(tn_module_custom(
      "MLP",
      [](tn_call_t call, void*) {
        tn_module_t self = tn_call_module(call);
        tn_tensor_t x = tn_call_arg(call, 0);
        for (int64_t i = 0; i < tn_module_child_count(self); ++i)
          x = child(self, tn_module_child_name(self, i), x);
        return tn_call_return(call, 0, x);
      },
      nullptr, nullptr));
  for (int i = 0; i < 6; ++i) ok(tn_module_add(m, names[i], made(layers[i])));
  return m;
}

// The entries under a prefix, without it.
static tn_dict_t under(tn_dict_t all, const std::string& prefix) {
  tn_dict_t part = tn_dict_new();
  for (int64_t i = 0; i < tn_dict_count(all); ++i) {
    std::string name = tn_dict_name(all, i);
    if (name.rfind(prefix, 0) == 0)
      ok(tn_dict_set(part, name.c_str() + prefix.size(), tn_dict_get(all, name.c_str())));
  }
  return part;
}

static void networks_for_digits(void**) {
  std::string mnist = folder + "../mnist/";
  tn_tensor_t pixels = tn_load_idx((mnist + "t10k-images-idx3-ubyte.gz").c_str());
  tn_tensor_t labels = tn_load_idx((mnist + "t10k-labels-idx1-ubyte.gz").c_str());
  const int64_t pictures[] = {-1, 1, 28, 28};
  tn_tensor_t plain = made(tn_reshape(tn_div_scalar(pixels, 255), pictures, 4));
  tn_tensor_t normal = made(tn_div_scalar(tn_sub_scalar(plain, 0.1307), 0.3081));
  labels = made(tn_to(labels, TN_CPU, TN_INT64));
  tn_set_grad_enabled(0);
  int tried = 0;
  const json manifest = json::parse(bytes_of_file(folder + "manifest.json"));
  for (const json& file : manifest["files"]) {
    if (!file.contains("mnist_eval")) continue;
    tn_scope_t s = tn_scope_begin();
    std::string name = file["file"], arch = file["mnist_eval"]["arch"];
    bool mlp = arch.rfind("MLP", 0) == 0, small = arch.rfind("maxpool2", 0) == 0;
    tn_module_t net = mlp ? perceptron() : small ? small_network() : old_network();
    std::string prefix = file.value("state_dict_prefix", mlp ? "state_dict/" : "");
    ok(tn_module_load_state_dict(net, under(made(load(name, true)), prefix), 1));
    ok(tn_module_train(net, 0));
    bool is_plain = file["mnist_eval"]["preprocessing"] == "pixel/255";
    tn_tensor_t scores = made(tn_module_forward(net, is_plain ? plain : normal));
    int64_t right = static_cast<int64_t>(tn_item(tn_sum(tn_eq(tn_argmax(scores, 1, 0), labels))));
    if (right != file["mnist_eval"]["correct_of_10000"].get<int64_t>())
      fail_msg("%s: %d right", name.c_str(), static_cast<int>(right));
    std::string logits = file["mnist_eval"]["logits16"];
    tn_tensor_t wanted = made(tn_npy_load((folder + logits).c_str()));
    double apart = tn_item(tn_max(tn_abs(tn_sub(tn_narrow(scores, 0, 0, 16), wanted))));
    if (!(apart <= 1e-4)) fail_msg("%s: logits are %g apart", name.c_str(), apart);
    ++tried;
    tn_scope_end(s);
  }
  assert_true(tried >= 6);
}

int main() {
  const char *data = getenv("TENON_DATA"), *source = getenv("TENON_SOURCE_DIR");
  folder = data && *data ? data : std::string(source ? source : ".") + "/../shared/data";
  folder += "/checkpoints/";
  if (!std::ifstream(folder + "manifest.json")) {
    printf("skipped: there are no checkpoints in %s (TENON_DATA says where)\n", folder.c_str());
    return 77;
  }
  const CMUnitTest tests[] = {cmocka_unit_test(a_known_hash),
                              cmocka_unit_test_setup_teardown(every_tensor, begin, end),
                              cmocka_unit_test_setup_teardown(networks_for_digits, begin, end)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
