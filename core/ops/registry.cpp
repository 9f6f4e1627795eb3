// The list of operators, built when it is first asked for.
#include "core/ops/registry.h"

#include <algorithm>

#include "core/base/nearest.h"
#include "core/ops/call.h"

// Where the section begins and ends: the linker says.
extern "C" {
[[gnu::visibility("hidden")]] extern const tenon::OpEntry __start_tenon_ops[];
[[gnu::visibility("hidden")]] extern const tenon::OpEntry __stop_tenon_ops[];
}

namespace tenon {

static_assert(sizeof(OpEntry) == 32, "entries lie one behind the other");

namespace {

// `name` with its overload is that of an alias, or the schema's own.
Operator make_operator(const OpEntry& entry, std::string name) {
  Schema schema = read_schema(entry.schema);
  Operator op{make_signature(schema, std::move(name)), &entry, false};
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
  NearestName nearest(base);
  for (const Operator& op : operators()) nearest.offer(op.base);
  fail(Status::key, "there is no operator '%.*s'%s", length, name.data(), nearest.hint().c_str());
}

}  // namespace tenon
