#include "tests/conformance/networks.h"

#include <sstream>
#include <stdexcept>

#include "tests/conformance/values.h"

namespace conformance {
namespace {

// The arguments of torch.nn's constructors by place, classes with the same ones together.
struct Constructor {
  const char* classes;
  const char* arguments;
};

constexpr Constructor kConstructors[] = {
    {"AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d", "output_size"},
    {"AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d", "output_size return_indices"},
    {"AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout", "p inplace"},
    {"AvgPool1d", "kernel_size stride padding ceil_mode count_include_pad"},
    {"AvgPool2d AvgPool3d", "kernel_size stride padding ceil_mode count_include_pad divisor_override"},
    {"BCELoss MultiLabelSoftMarginLoss", "weight size_average reduce reduction"},
    {"BCEWithLogitsLoss", "weight size_average reduce reduction pos_weight"},
    {"BatchNorm1d BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d InstanceNorm3d",
     "num_features eps momentum affine track_running_stats"},
    {"Bilinear", "in1_features in2_features out_features bias"},
    {"CELU ELU", "alpha inplace"},
    {"CTCLoss", "blank reduction zero_infinity"},
    {"ChannelShuffle", "groups"},
    {"ConstantPad1d ConstantPad2d ConstantPad3d", "padding value"},
    {"Conv1d Conv2d Conv3d",
     "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode"},
    {"ConvTranspose1d ConvTranspose2d ConvTranspose3d",
     "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode"},
    {"CosineEmbeddingLoss HingeEmbeddingLoss MarginRankingLoss", "margin size_average reduce reduction"},
    {"CosineSimilarity", "dim eps"},
    {"CrossEntropyLoss", "weight size_average ignore_index reduce reduction label_smoothing"},
    {"NLLLoss", "weight size_average ignore_index reduce reduction"},
    {"Embedding",
     "num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq sparse _weight"},
    {"EmbeddingBag",
     "num_embeddings embedding_dim max_norm norm_type scale_grad_by_freq mode sparse _weight "
     "include_last_offset padding_idx"},
    {"Flatten", "start_dim end_dim"},
    {"Fold", "output_size kernel_size dilation padding stride"},
    {"FractionalMaxPool2d FractionalMaxPool3d",
     "kernel_size output_size output_ratio return_indices _random_samples"},
    {"GELU", "approximate"},
    {"GLU LogSoftmax Softmax Softmin", "dim"},
    {"GRU LSTM", "input_size hidden_size num_layers bias batch_first dropout bidirectional proj_size"},
    {"RNN", "input_size hidden_size num_layers nonlinearity bias batch_first dropout bidirectional"},
    {"GRUCell LSTMCell", "input_size hidden_size bias"},
    {"RNNCell", "input_size hidden_size bias nonlinearity"},
    {"GaussianNLLLoss", "full eps reduction"},
    {"GroupNorm", "num_groups num_channels eps affine"},
    {"Hardshrink Softshrink", "lambd"},
    {"Hardsigmoid Hardswish Mish ReLU ReLU6 SELU SiLU", "inplace"},
    {"Hardtanh", "min_val max_val inplace min_value max_value"},
    {"HuberLoss", "reduction delta"},
    {"Identity LogSigmoid Sigmoid Softmax2d Softsign Tanh Tanhshrink", ""},
    {"KLDivLoss", "size_average reduce reduction log_target"},
    {"L1Loss MSELoss MultiLabelMarginLoss SoftMarginLoss", "size_average reduce reduction"},
    {"LPPool1d LPPool2d", "norm_type kernel_size stride ceil_mode"},
    {"LayerNorm", "normalized_shape eps elementwise_affine"},
    {"LeakyReLU", "negative_slope inplace"},
    {"Linear", "in_features out_features bias"},
    {"LocalResponseNorm", "size alpha beta k"},
    {"MaxPool1d MaxPool2d MaxPool3d", "kernel_size stride padding dilation return_indices ceil_mode"},
    {"MaxUnpool1d MaxUnpool2d MaxUnpool3d", "kernel_size stride padding"},
    {"MultiMarginLoss", "p margin weight size_average reduce reduction"},
    {"MultiheadAttention",
     "embed_dim num_heads dropout bias add_bias_kv add_zero_attn kdim vdim batch_first"},
    {"PReLU", "num_parameters init"},
    {"PairwiseDistance", "p eps keepdim"},
    {"PixelShuffle", "upscale_factor"},
    {"PixelUnshuffle", "downscale_factor"},
    {"PoissonNLLLoss", "log_input full size_average eps reduce reduction"},
    {"RReLU", "lower upper inplace"},
    {"ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d "
     "ZeroPad2d",
     "padding"},
    {"SmoothL1Loss", "size_average reduce reduction beta"},
    {"Softplus", "beta threshold"},
    {"Threshold", "threshold value inplace"},
    {"Transformer",
     "d_model nhead num_encoder_layers num_decoder_layers dim_feedforward dropout activation custom_encoder "
     "custom_decoder layer_norm_eps batch_first norm_first"},
    {"TransformerDecoder", "decoder_layer num_layers norm"},
    {"TransformerEncoder", "encoder_layer num_layers norm enable_nested_tensor mask_check"},
    {"TransformerDecoderLayer TransformerEncoderLayer",
     "d_model nhead dim_feedforward dropout activation layer_norm_eps batch_first norm_first"},
    {"TripletMarginLoss", "margin p eps swap size_average reduce reduction"},
    {"Unflatten", "dim unflattened_size"},
    {"Unfold", "kernel_size dilation padding stride"},
    {"Upsample", "size scale_factor mode align_corners recompute_scale_factor"}};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

// Nested lists of the elements from `flat` on, from dimension d inward.
Json nested(const Array& a, size_t d, int64_t& flat) {
  if (d == a.shape.size()) {
    int64_t i = flat++;
    return is_floating(a.dtype) ? Json(a.real(i)) : Json(a.integer(i));
  }
  Json list = Json::array();
  for (int64_t i = 0; i < a.shape[d]; ++i) list.push_back(nested(a, d + 1, flat));
  return list;
}

Json plain_json(const Json& value, const TensorFile& tensors) {
  const std::string tag = value.at("t");
  if (tag == "none") return nullptr;
  if (tag == "float") return number_of(value.at("v"));
  if (tag == "tensor") {
    int64_t flat = 0;
    return nested(tensors.value(value), 0, flat);
  }
  if (tag == "list") {
    Json list = Json::array();
    for (const Json& item : value.at("v")) list.push_back(plain_json(item, tensors));
    return list;
  }
  if (tag == "module")
    throw std::runtime_error("a module as an argument of another is known for Sequential alone");
  return value.at("v");  // int, bool, str, plain lists; a function of torch.nn.functional by its name
}

}  // namespace

ModuleSpec module_spec(const Json& value) { return {value.at("cls"), value.at("args"), value.at("kwargs")}; }

std::optional<std::string> missing_class(const ModuleSpec& spec) {
  if (!has_module_class(spec.cls)) return spec.cls;
  for (const Json* values : {&spec.args, &spec.kwargs})
    for (const Json& value : *values)
      if (value.at("t") == "module")
        if (auto name = missing_class(module_spec(value))) return name;
  return std::nullopt;
}

std::vector<std::string> constructor_arguments(const std::string& cls) {
  for (const Constructor& constructor : kConstructors)
    for (const std::string& name : words(constructor.classes))
      if (name == cls) return words(constructor.arguments);
  throw std::runtime_error("the arguments of torch.nn." + cls + " aren't known here");
}

Json constructor_json(const ModuleSpec& spec, const TensorFile& tensors) {
  Json json = Json::object();
  for (const auto& [name, value] : spec.kwargs.items()) json[name] = plain_json(value, tensors);
  if (spec.args.empty()) return json;
  std::vector<std::string> names = constructor_arguments(spec.cls);
  if (spec.args.size() > names.size())
    throw std::runtime_error(spec.cls + " has fewer arguments than the case gives");
  for (size_t i = 0; i < spec.args.size(); ++i) json[names[i]] = plain_json(spec.args[i], tensors);
  return json;
}

tn_module_t build_module(const ModuleSpec& spec, const TensorFile& tensors) {
  if (spec.cls == "Sequential") {
    std::vector<tn_module_t> children;
    for (const Json& child : spec.args) children.push_back(build_module(module_spec(child), tensors));
    return need(tn_nn_sequential(children.data(), static_cast<int64_t>(children.size())), "tn_nn_sequential");
  }
  tn_module_t module =
      need(tn_module_new(spec.cls.c_str(), constructor_json(spec, tensors).dump().c_str()), spec.cls.c_str());
  need_ok(tn_module_to(module, device(), TN_DTYPE_DEFAULT), "tn_module_to");
  return module;
}

void load_state(tn_module_t module, const std::vector<std::pair<std::string, Array>>& state) {
  tn_dict_t dict = need(tn_dict_new(), "tn_dict_new");
  for (const auto& [name, array] : state)
    need_ok(tn_dict_set(dict, name.c_str(), upload(array)), "tn_dict_set");
  need_ok(tn_module_load_state_dict(module, dict, 1), "tn_module_load_state_dict");
}

}  // namespace conformance
