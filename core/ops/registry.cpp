// The list of operators, built when it is first asked for.
#include "core/ops/registry.h"

#include <stdlib.h>

#include <algorithm>

#include "core/ops/call.h"

// Where the section begins and ends: the linker says.
extern "C" {
[[gnu::visibility("hidden")]] extern const tenon::OpEntry __start_tenon_ops[];
[[gnu::visibility("hidden")]] extern const tenon::OpEntry __stop_tenon_ops[];
}

namespace tenon {

static_assert(sizeof(OpEntry) == 32, "entries lie one behind the other");

void invalid_schema(std::string_view schema, const char* why) {
  fail(Status::internal, "the schema '%.*s' is invalid: %s", static_cast<int>(schema.size()), schema.data(),
       why);
}

void* OpArgs::room(int64_t count) {
  if (count < 0 || count > 64 - used_)
    fail(Status::value, "a list of %lld numbers is too long for an argument", static_cast<long long>(count));
  used_ += count;
  return &words_[used_ - count];
}

namespace {

DType dtype_named(std::string_view name) {
  if (name == "long") return DType::int64;
  if (name == "float") return DType::float32;
  for (int t = 1; t < kDTypes; ++t)
    if (name == dtype_name(static_cast<DType>(t))) return static_cast<DType>(t);
  return DType::none;
}

bool read_number(std::string_view text, Value& value) {
  std::string copy(text);
  char* end;
  bool is_integer = text.find_first_not_of("-0123456789") == std::string_view::npos;
  if (is_integer) value = Value(static_cast<int64_t>(strtoll(copy.c_str(), &end, 10)));
  else value = Value(strtod(copy.c_str(), &end));
  return end != copy.c_str() && *end == 0;
}

bool read_integers(std::string_view text, std::vector<int64_t>& integers) {
  for (text = text.substr(1, text.size() - 2); !text.empty();) {
    size_t length = std::min(text.find(','), text.size());
    Value number;
    if (!read_number(text.substr(0, length), number) || number.kind != Kind::integer) return false;
    integers.push_back(number.i);
    text.remove_prefix(length);
    if (!text.empty()) text.remove_prefix(text.substr(0, 2) == ", " ? 2 : 1);
  }
  return true;
}

// Whether a default of this kind may stand for the argument.
bool suits(const ArgSchema& arg, const Value& value) {
  switch (arg.type) {
    case ArgType::integer: return value.kind == Kind::integer || (arg.list && value.kind == Kind::integers);
    case ArgType::real: return value.is_number();
    case ArgType::boolean: return value.kind == Kind::boolean && !arg.list;
    case ArgType::scalar: return value.is_number();
    case ArgType::text: return value.kind == Kind::text;
    case ArgType::dtype: return value.kind == Kind::dtype;
    case ArgType::device: return value.kind == Kind::device;
    default: return false;
  }
}

Default read_default(std::string_view schema, const ArgSchema& arg) {
  Default d;
  std::string_view text = arg.fallback;
  if (text.empty()) return d;
  d.given = true;
  if (text == "None") return d;
  bool understood = true;
  if (text == "True" || text == "False") {
    d.value = Value(text == "True");
  } else if (text[0] == '[') {
    understood = read_integers(text, d.integers);
    d.value = Value(IntList(nullptr, static_cast<int64_t>(d.integers.size())));
  } else if (arg.type == ArgType::text) {
    d.text = text[0] == '\'' ? text.substr(1, text.size() - 2) : text;
    d.value = Value(std::string_view(nullptr, d.text.size()));
  } else if (arg.type == ArgType::dtype) {
    d.value = Value(dtype_named(text));
    understood = d.value.dtype != DType::none;
  } else if (arg.type == ArgType::device) {
    d.value = Value(Device{});
    understood = text == "cpu" || text == "'cpu'";
  } else {
    understood = read_number(text, d.value);
  }
  if (!understood || !suits(arg, d.value)) invalid_schema(schema, "a default of another type");
  return d;
}

// `name` with its overload is that of an alias, or the schema's own.
Operator make_operator(const OpEntry& entry, std::string name) {
  Schema schema = read_schema(entry.schema);
  Operator op;
  op.base = name.substr(0, name.find('.'));
  op.schema = name + std::string(schema.text.substr(schema.name.size()));
  op.name = std::move(name);
  op.entry = &entry;
  op.arguments.assign(schema.argument, schema.argument + schema.arguments);
  for (const ArgSchema& arg : op.arguments) op.defaults.push_back(read_default(schema.text, arg));
  op.positional = schema.positional;
  op.gives_self =
      schema.results == 1 && schema.result[0].written && schema.arguments > 0 && schema.argument[0].written;
  return op;
}

bool comes_before(const Operator& a, const Operator& b) {
  int order = a.base.compare(b.base);
  return order ? order < 0 : a.name < b.name;
}

std::vector<Operator> build() {
  std::vector<Operator> all;
  for (const OpEntry* entry = __start_tenon_ops; entry != __stop_tenon_ops; ++entry)
    if (!entry->target) all.push_back(make_operator(*entry, std::string(read_schema(entry->schema).name)));
  size_t genuine = all.size();
  for (const OpEntry* entry = __start_tenon_ops; entry != __stop_tenon_ops; ++entry) {
    if (!entry->target) continue;
    bool found = false;
    for (size_t i = 0; i < genuine; ++i) {
      if (all[i].base != entry->target) continue;
      found = true;
      all.push_back(make_operator(*all[i].entry, entry->schema + all[i].name.substr(all[i].base.size())));
    }
    if (!found)
      fail(Status::internal, "'%s' is an alias of '%s', which isn't registered", entry->schema,
           entry->target);
  }
  std::sort(all.begin(), all.end(), comes_before);
  for (size_t i = 1; i < all.size(); ++i)
    if (all[i].name == all[i - 1].name)
      fail(Status::internal, "'%s' is registered twice", all[i].name.c_str());
  return all;
}

// The number of letters to add, drop, change or swap.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before, last, row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::move(last);
    last = row;
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest_name(std::string_view name) {
  std::string nearest;
  size_t least = 2 + name.size() / 4;
  for (const Operator& op : operators()) {
    size_t d = distance(name, op.base);
    if (d >= least) continue;
    least = d;
    nearest = op.base;
  }
  return nearest;
}

// Overloads of one name stand together; those of one file are tried in its order.
std::vector<const Operator*> overloads(std::string_view base) {
  const std::vector<Operator>& all = operators();
  auto first = std::lower_bound(all.begin(), all.end(), base,
                                [](const Operator& op, std::string_view name) { return op.base < name; });
  std::vector<const Operator*> found;
  for (auto op = first; op != all.end() && op->base == base; ++op) found.push_back(&*op);
  std::stable_sort(found.begin(), found.end(),
                   [](const Operator* a, const Operator* b) { return a->entry->order < b->entry->order; });
  return found;
}

std::vector<const Operator*> find_exactly(std::string_view name) {
  std::vector<const Operator*> found = overloads(name.substr(0, name.find('.')));
  if (name.find('.') == std::string_view::npos) return found;
  for (const Operator* op : found)
    if (op->name == name) return {op};
  return {};
}

std::string_view without_prefix(std::string_view name) {
  for (std::string_view prefix :
       {"aten::", "torch.nn.functional.", "nn.functional.", "torch.Tensor.", "torch.", "Tensor."})
    if (name.substr(0, prefix.size()) == prefix) return name.substr(prefix.size());
  return name;
}

}  // namespace

const std::vector<Operator>& operators() {
  static const std::vector<Operator> all = build();
  return all;
}

std::vector<const Operator*> look_up(std::string_view name) {
  std::vector<const Operator*> found = find_exactly(name);
  if (!found.empty()) return found;
  std::string_view bare = without_prefix(name);
  if (bare.size() != name.size()) found = find_exactly(bare);
  if (!found.empty()) return found;
  // torch.linalg.norm is linalg_norm.
  std::string flat(bare);
  size_t dot = flat.find('.');
  if (dot == std::string::npos) return found;
  flat[dot] = '_';
  return find_exactly(flat);
}

std::vector<const Operator*> find_operators(std::string_view name) {
  std::vector<const Operator*> found = look_up(name);
  if (!found.empty()) return found;
  int length = static_cast<int>(name.size());
  std::string_view bare = without_prefix(name), base = bare.substr(0, bare.find('.'));
  if (std::vector<const Operator*> others = overloads(base); base != bare && !others.empty()) {
    std::string list;
    for (const Operator* op : others) list += (list.empty() ? "" : ", ") + op->name;
    fail(Status::key, "there is no overload '%.*s'; there are %s", length, name.data(), list.c_str());
  }
  std::string nearest = nearest_name(base);
  if (nearest.empty()) fail(Status::key, "there is no operator '%.*s'", length, name.data());
  fail(Status::key, "there is no operator '%.*s'; did you mean '%s'?", length, name.data(), nearest.c_str());
}

}  // namespace tenon
