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

// Overloads of one name stand together, those of one file in its order.
bool comes_before(const Operator& a, const Operator& b) {
  if (int by_name = a.base.compare(b.base)) return by_name < 0;
  if (a.entry->order != b.entry->order) return a.entry->order < b.entry->order;
  return a.name < b.name;
}

void check_names(const std::vector<Operator>& sorted) {
  for (size_t i = 0; i < sorted.size(); ++i)
    for (size_t j = i + 1; j < sorted.size() && sorted[j].base == sorted[i].base; ++j)
      if (sorted[i].name == sorted[j].name)
        fail(Status::internal, "'%s' is registered twice", sorted[i].name.c_str());
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
  check_names(all);
  return all;
}

Overloads overloads(std::string_view base) {
  const std::vector<Operator>& all = operators();
  auto first = std::lower_bound(all.begin(), all.end(), base,
                                [](const Operator& op, std::string_view name) { return op.base < name; });
  auto last = first;
  while (last != all.end() && last->base == base) ++last;
  return {first, last};
}

Overloads find_exactly(std::string_view name) {
  size_t dot = name.find('.');
  Overloads found = overloads(name.substr(0, dot));
  if (dot == std::string_view::npos) return found;
  for (const Operator& op : found)
    if (op.name == name) return {&op, 1};
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

Overloads look_up(std::string_view name) {
  Overloads found = find_exactly(name);
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

Overloads find_operators(std::string_view name) {
  Overloads found = look_up(name);
  if (!found.empty()) return found;
  int length = static_cast<int>(name.size());
  std::string_view bare = without_prefix(name), base = bare.substr(0, bare.find('.'));
  if (Overloads others = overloads(base); base != bare && !others.empty()) {
    std::string list;
    for (const Operator& op : others) list += (list.empty() ? "" : ", ") + op.name;
    fail(Status::key, "there is no overload '%.*s'; there are %s", length, name.data(), list.c_str());
  }
  NearestName nearest(base);
  for (const Operator& op : operators()) nearest.offer(op.base);
  fail(Status::key, "there is no operator '%.*s'%s", length, name.data(), nearest.hint().c_str());
}

}  // namespace tenon
