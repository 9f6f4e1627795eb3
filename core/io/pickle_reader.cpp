#include "core/io/pickle_reader.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/pickle_arena.h"

namespace tenon {

Ref<Tree> make_global(std::string name, int64_t number) {
  Ref<Tree> tree = Tree::make(Tree::Kind::instance);
  tree->class_name = "type";
  tree->integer = number;
  tree->items[0]->items.push_back(Tree::of_text(name));
  tree->text = std::move(name);
  return tree;
}

namespace {

using Kind = Tree::Kind;

// By number, as they come: nearly always 0, 1, 2 …, and memory is taken for what is there alone.
class Memo {
 public:
  size_t count() const { return dense_.size() + sparse_.size(); }
  const Ref<Tree>& get(uint64_t i) const {
    if (i < dense_.size()) return dense_[i];
    auto found = sparse_.find(i);
    if (found == sparse_.end()) fail(Status::io, "nothing was kept as number %llu", (unsigned long long)i);
    return found->second;
  }
  void put(uint64_t i, Ref<Tree> tree) {
    if (i < dense_.size()) {
      dense_[i] = std::move(tree);
    } else if (i > dense_.size()) {
      sparse_[i] = std::move(tree);
    } else {
      dense_.push_back(std::move(tree));
      sparse_.erase(i);
    }
  }

 private:
  std::vector<Ref<Tree>> dense_;
  std::unordered_map<uint64_t, Ref<Tree>> sparse_;
};

class Machine {
 public:
  Machine(PickleInput& input, PickleNames& names, ReadingBudget& budget)
      : input_(input), names_(names), budget_(budget) {}

  Ref<Tree> run();

 private:
  // Each tries the opcodes of one sort, and says whether it was one of them.
  bool scalar(uint8_t op);
  bool number(uint8_t op);
  bool text(uint8_t op);
  bool container(uint8_t op);
  bool filling(uint8_t op);
  bool memory(uint8_t op);
  bool call(uint8_t op);
  bool frame(uint8_t op);

  // ---- the stack: nothing below the last mark can be taken
  size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  void need(size_t count) const {
    if (stack_.size() - floor() < count) fail(Status::io, "the stack has too few values");
  }
  Ref<Tree> pop() {
    need(1);
    Ref<Tree> top = std::move(stack_.back());
    stack_.pop_back();
    return top;
  }
  const Ref<Tree>& top() const {
    need(1);
    return stack_.back();
  }
  void push(Ref<Tree> tree) { stack_.push_back(budget_.pay(std::move(tree))); }
  void push_again(const Ref<Tree>& tree) {
    budget_.take(16);
    stack_.push_back(tree);
  }
  void push_container(Ref<Tree> tree) {
    stack_.push_back(budget_.pay(std::move(tree)));
    arena_.add(stack_.back());
  }
  // What came back from a call: nothing in it is new to the arena but itself.
  void push_result(Ref<Tree> tree) {
    if (tree->items.empty() && !tree->is(Kind::list) && !tree->is(Kind::dict)) return push(std::move(tree));
    push_container(std::move(tree));
  }
  size_t mark() {
    if (marks_.empty()) fail(Status::io, "there is no mark on the stack");
    size_t at = marks_.back();
    marks_.pop_back();
    return at;
  }
  std::vector<Ref<Tree>> pop_to_mark() {
    size_t at = mark();
    std::vector<Ref<Tree>> items(std::make_move_iterator(stack_.begin() + static_cast<ptrdiff_t>(at)),
                                 std::make_move_iterator(stack_.end()));
    stack_.resize(at);
    return items;
  }
  std::vector<Ref<Tree>> pop_items(size_t count) {
    need(count);
    marks_.push_back(stack_.size() - count);
    return pop_to_mark();
  }

  void push_text(std::string text);
  void push_python2_text(std::string text);
  void push_bytes(std::string bytes) { push(Tree::of_bytes(std::move(bytes))); }
  void push_tuple(std::vector<Ref<Tree>> items);
  void push_filled(Kind kind, std::vector<Ref<Tree>> items, const char* class_name = "");
  void append(Tree& list, std::vector<Ref<Tree>> items);
  void set_items(Tree& dict, std::vector<Ref<Tree>> items);
  Tree& filled_part(Tree& tree, Kind kind);
  void push_call(const Tree& callee, std::vector<Ref<Tree>> arguments);
  Ref<Tree> tuple_of(std::vector<Ref<Tree>> items);
  Ref<Tree> pop_arguments();
  Ref<Tree> pop_callee();
  std::string where() const;

  PickleInput& input_;
  PickleNames& names_;
  ReadingBudget& budget_;
  PickleArena arena_;
  std::vector<Ref<Tree>> stack_;
  std::vector<size_t> marks_;
  Memo memo_;
};

// ---- values

bool Machine::scalar(uint8_t op) {
  switch (op) {
    case 'N': push(Tree::make(Kind::none)); return true;
    case 0x88: push(Tree::of_boolean(true)); return true;
    case 0x89: push(Tree::of_boolean(false)); return true;
    case 'K': push(Tree::of_integer(input_.byte())); return true;
    case 'M': push(Tree::of_integer(static_cast<int64_t>(input_.number(2)))); return true;
    case 'J': push(Tree::of_integer(input_.signed_number(4))); return true;
    case 'G': {
      uint64_t bits = __builtin_bswap64(input_.number(8));
      push(Tree::of_real(__builtin_bit_cast(double, bits)));
      return true;
    }
    default: return number(op);
  }
}

bool Machine::number(uint8_t op) {
  switch (op) {
    case 'I':
    case 'L': {
      std::string line = input_.line();
      if (op == 'I' && (line == "00" || line == "01")) {
        push(Tree::of_boolean(line == "01"));
        return true;
      }
      if (op == 'L' && !line.empty() && line.back() == 'L') line.pop_back();
      push(integer_from_text(line));
      return true;
    }
    case 'F': push(Tree::of_real(real_from_text(input_.line()))); return true;
    case 0x8a: push(integer_from_bytes(input_.bytes(input_.byte()))); return true;
    case 0x8b: {
      int64_t count = input_.signed_number(4);
      if (count < 0) fail(Status::io, "an integer is to have %lld bytes", (long long)count);
      push(integer_from_bytes(input_.bytes(static_cast<uint64_t>(count))));
      return true;
    }
    default: return false;
  }
}

void Machine::push_text(std::string text) {
  if (!is_utf8(text)) fail(Status::io, "a text is not UTF-8");
  push(Tree::of_text(std::move(text)));
}

// Python 2 had one class for both.
void Machine::push_python2_text(std::string text) {
  push(is_utf8(text) ? Tree::of_text(std::move(text)) : Tree::of_bytes(std::move(text)));
}

bool Machine::text(uint8_t op) {
  switch (op) {
    case 'X': push_text(input_.bytes(input_.number(4))); return true;
    case 0x8c: push_text(input_.bytes(input_.byte())); return true;
    case 0x8d: push_text(input_.bytes(input_.number(8))); return true;
    case 'V': push_text(unescaped(input_.line())); return true;
    case 'S': push_python2_text(unquoted(input_.line())); return true;
    case 'U': push_python2_text(input_.bytes(input_.byte())); return true;
    case 'T': {
      int64_t count = input_.signed_number(4);
      if (count < 0) fail(Status::io, "a text is to have %lld bytes", (long long)count);
      push_python2_text(input_.bytes(static_cast<uint64_t>(count)));
      return true;
    }
    case 'C': push_bytes(input_.bytes(input_.byte())); return true;
    case 'B': push_bytes(input_.bytes(input_.number(4))); return true;
    case 0x8e:
    case 0x96: push_bytes(input_.bytes(input_.number(8))); return true;
    default: return false;
  }
}

// ---- containers

Ref<Tree> Machine::tuple_of(std::vector<Ref<Tree>> items) {
  Ref<Tree> tuple = Tree::make(Kind::tuple);
  tuple->items = std::move(items);
  return budget_.pay(std::move(tuple));
}

void Machine::push_tuple(std::vector<Ref<Tree>> items) { stack_.push_back(tuple_of(std::move(items))); }

void Machine::push_filled(Kind kind, std::vector<Ref<Tree>> items, const char* class_name) {
  push_container(Tree::make(kind));
  Tree& tree = *stack_.back();
  tree.class_name = class_name;
  if (kind == Kind::dict) set_items(tree, std::move(items));
  else append(tree, std::move(items));
}

void Machine::append(Tree& list, std::vector<Ref<Tree>> items) {
  budget_.take(16 * items.size());
  if (list.items.empty()) list.items = std::move(items);
  else
    for (Ref<Tree>& item : items) list.items.push_back(std::move(item));
}

void Machine::set_items(Tree& dict, std::vector<Ref<Tree>> items) {
  if (items.size() % 2) fail(Status::io, "a dict is given a key without a value");
  for (size_t i = 0; i < items.size(); i += 2) {
    const Tree& key = *items[i];
    if (key.is(Kind::dict) || (key.is(Kind::list) && key.class_name != "frozenset"))
      fail(Status::io, "%s can't be the key of a dict", kind_name(key.kind));
  }
  append(dict, std::move(items));
}

// What of a value takes elements: itself, or of an instance its contents.
Tree& Machine::filled_part(Tree& tree, Kind kind) {
  if (tree.is(kind)) return tree;
  if (!tree.is(Kind::instance) || is_global(tree))
    fail(Status::io, "%s can't be given elements", kind_name(tree.kind));
  Ref<Tree>& contents = tree.items[2];
  if (contents->is(Kind::none)) {
    contents = budget_.pay(Tree::make(kind));
    arena_.add(contents);
  }
  if (!contents->is(kind)) fail(Status::io, "an instance is given elements and keys");
  return *contents;
}

bool Machine::container(uint8_t op) {
  switch (op) {
    case '(': marks_.push_back(stack_.size()); return true;
    case ')': push_tuple({}); return true;
    case 't': push_tuple(pop_to_mark()); return true;
    case 0x85: push_tuple(pop_items(1)); return true;
    case 0x86: push_tuple(pop_items(2)); return true;
    case 0x87: push_tuple(pop_items(3)); return true;
    case ']': push_container(Tree::make(Kind::list)); return true;
    case '}': push_container(Tree::make(Kind::dict)); return true;
    case 0x8f: push_filled(Kind::list, {}, "set"); return true;
    case 'l': push_filled(Kind::list, pop_to_mark()); return true;
    case 'd': push_filled(Kind::dict, pop_to_mark()); return true;
    case 0x91: push_filled(Kind::list, pop_to_mark(), "frozenset"); return true;
    default: return filling(op);
  }
}

bool Machine::filling(uint8_t op) {
  std::vector<Ref<Tree>> items;
  switch (op) {
    case 'a': items = pop_items(1); break;
    case 's': items = pop_items(2); break;
    case 'e':
    case 0x90:
    case 'u': items = pop_to_mark(); break;
    default: return false;
  }
  Tree& target = *top();
  if (op == 's' || op == 'u') set_items(filled_part(target, Kind::dict), std::move(items));
  else append(filled_part(target, Kind::list), std::move(items));
  return true;
}

// ---- the stack and the memo

uint64_t memo_number(const std::string& line) {
  Ref<Tree> number = integer_from_text(line);
  if (number->big || number->integer < 0) fail(Status::io, "'%.40s' is no number to keep by", line.c_str());
  return static_cast<uint64_t>(number->integer);
}

bool Machine::memory(uint8_t op) {
  uint64_t i = 0;
  switch (op) {
    case '0':
      if (stack_.size() > floor()) pop();
      else mark();
      return true;
    case '1': pop_to_mark(); return true;
    case '2': push_again(top()); return true;
    case 'g': push_again(memo_.get(memo_number(input_.line()))); return true;
    case 'h': push_again(memo_.get(input_.byte())); return true;
    case 'j': push_again(memo_.get(input_.number(4))); return true;
    case 'p': i = memo_number(input_.line()); break;
    case 'q': i = input_.byte(); break;
    case 'r': i = input_.number(4); break;
    case 0x94: i = memo_.count(); break;
    default: return false;
  }
  budget_.take(64);
  memo_.put(i, top());
  return true;
}

// ---- names and calls

Ref<Tree> Machine::pop_callee() {
  Ref<Tree> callee = pop();
  if (!is_global(*callee)) fail(Status::io, "%s is called, which is no class", kind_name(callee->kind));
  return callee;
}

Ref<Tree> Machine::pop_arguments() {
  Ref<Tree> arguments = pop();
  if (!arguments->is(Kind::tuple))
    fail(Status::io, "a call's arguments are %s, not a tuple", kind_name(arguments->kind));
  return arguments;
}

void Machine::push_call(const Tree& callee, std::vector<Ref<Tree>> arguments) {
  push_result(names_.call(callee, tuple_of(std::move(arguments))));
}

bool Machine::call(uint8_t op) {
  switch (op) {
    case 'c':
    case 'i': {
      std::string module = input_.line(), name = input_.line();
      Ref<Tree> global = names_.global(module, name);
      if (op == 'i') push_call(*global, pop_to_mark());
      else push(std::move(global));
      return true;
    }
    case 0x93: {
      std::vector<Ref<Tree>> names = pop_items(2);
      if (!names[0]->is(Kind::text) || !names[1]->is(Kind::text)) fail(Status::io, "a name is no text");
      push(names_.global(names[0]->text, names[1]->text));
      return true;
    }
    case 'R':
    case 0x81: {
      Ref<Tree> arguments = pop_arguments(), callee = pop_callee();
      push_result(names_.call(*callee, arguments));
      return true;
    }
    case 0x92: {
      Ref<Tree> named = pop(), arguments = pop_arguments(), callee = pop_callee();
      if (!named->is(Kind::dict)) fail(Status::io, "a call's named arguments are no dict");
      std::vector<Ref<Tree>> all = arguments->items;
      if (named->count()) all.push_back(std::move(named));
      push_call(*callee, std::move(all));
      return true;
    }
    case 'o': {
      std::vector<Ref<Tree>> all = pop_to_mark();
      if (all.empty() || !is_global(*all[0])) fail(Status::io, "an instance is made of what is no class");
      Ref<Tree> callee = all[0];
      all.erase(all.begin());
      push_call(*callee, std::move(all));
      return true;
    }
    case 'b': {
      Ref<Tree> state = pop();
      names_.build(*top(), state);
      return true;
    }
    case 'P': push_result(names_.persistent(budget_.pay(Tree::of_text(input_.line())))); return true;
    case 'Q': {
      Ref<Tree> id = pop();
      push_result(names_.persistent(id));
      return true;
    }
    case 0x82:
    case 0x83:
    case 0x84:
      fail(Status::unsupported,
           "it asks for number %llu of Python's extension registry, which names nothing here",
           (unsigned long long)input_.number(op == 0x84 ? 4 : op - 0x81));
    default: return false;
  }
}

// ---- around them

bool Machine::frame(uint8_t op) {
  switch (op) {
    case 0x80: {
      uint8_t protocol = input_.byte();
      if (protocol > 5) fail(Status::unsupported, "protocol %d of pickle, which is none of 0 to 5", protocol);
      return true;
    }
    case 0x95: {
      uint64_t bytes = input_.number(8);
      if (bytes > input_.left())
        fail(Status::io, "a frame is to have %llu bytes, and %llu follow", (unsigned long long)bytes,
             (unsigned long long)input_.left());
      return true;
    }
    case 0x97:
    case 0x98: fail(Status::unsupported, "it refers to buffers outside of the file");
    default: return false;
  }
}

// The keys that lead to what is being made: of each dict on the stack the last one, whose value isn't there
// yet.
std::string Machine::where() const {
  std::string path;
  size_t next_mark = 0;
  for (size_t i = 0; i + 1 < stack_.size(); ++i) {
    if (!stack_[i]->is(Kind::dict)) continue;
    while (next_mark < marks_.size() && marks_[next_mark] <= i) ++next_mark;
    size_t begin = i + 1, end = stack_.size();
    if (next_mark < marks_.size() && marks_[next_mark] == begin)
      end = next_mark + 1 < marks_.size() ? marks_[next_mark + 1] : end;
    else end = begin + 1;
    if (end <= begin) continue;
    const Tree& key = *stack_[begin + (end - begin - 1) / 2 * 2];
    if (key.is(Kind::text)) path += (path.empty() ? "" : "/") + key.text.substr(0, 100);
    if (key.is(Kind::integer) && !key.big) path += (path.empty() ? "" : "/") + std::to_string(key.integer);
    if (path.size() > 400) break;
  }
  return path.empty() ? path : ", in '" + path + "'";
}

Ref<Tree> Machine::run() {
  uint64_t at = input_.at();
  try {
    while (true) {
      at = input_.at();
      uint8_t op = input_.byte();
      if (op == '.') break;
      if (scalar(op) || text(op) || memory(op) || container(op) || call(op) || frame(op)) continue;
      fail(Status::io, "0x%02x is no opcode", op);
    }
    Ref<Tree> root = pop();
    arena_.finish(root);
    return root;
  } catch (const Error& e) {
    throw Error(e.status(), format("%s: pickle, byte %llu%s: %s", input_.source().name().c_str(),
                                   (unsigned long long)at, where().c_str(), e.what()));
  }
}

}  // namespace

Ref<Tree> read_pickle(PickleInput& input, PickleNames& names, ReadingBudget& budget) {
  return Machine(input, names, budget).run();
}

}  // namespace tenon
