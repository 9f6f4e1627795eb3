#pragma once
// Trees in one line, as Python's repr has them more or less, for tests to compare.
#include <stdio.h>

#include <string>

#include "core/io/tree.h"

inline std::string show(const tenon::Tree& tree);

inline std::string show_items(const tenon::Tree& tree) {
  std::string text;
  if (tree.is(tenon::Tree::Kind::dict))
    for (size_t i = 0; i < tree.count(); ++i)
      text += (i ? ", " : "") + show(*tree.key(i)) + ": " + show(*tree.value(i));
  else
    for (size_t i = 0; i < tree.count(); ++i) text += (i ? ", " : "") + show(*tree.items[i]);
  return text;
}

inline std::string show_tensor(const tenon::Tensor& t) {
  std::string text =
      tenon::describe(t) + (t->requires_grad ? " grad" : "") + (t->contiguous ? "" : " strided");
  return t->contiguous || t->numel == 0 ? text : text + tenon::to_string(t->strides());
}

// class arguments | state | contents
inline std::string show_instance(const tenon::Tree& tree) {
  return "<" + tree.class_name + show(*tree.arguments()) + " | " + show(*tree.state()) + " | " +
         show(*tree.contents()) + ">";
}

inline std::string show(const tenon::Tree& tree) {
  using Kind = tenon::Tree::Kind;
  std::string name = tree.is(Kind::instance) ? "" : tree.class_name;
  char text[64];
  switch (tree.kind) {
    case Kind::none: return name + "None";
    case Kind::boolean: return name + (tree.integer ? "True" : "False");
    case Kind::integer:
      if (!tree.big) return name + std::to_string(tree.integer);
      name += "big:";
      for (char c : tree.text) {
        snprintf(text, sizeof text, "%02x", static_cast<uint8_t>(c));
        name += text;
      }
      return name;
    case Kind::real:
      snprintf(text, sizeof text, "%.17g", tree.real);
      return name + text + (strpbrk(text, ".en") ? "" : ".0");
    case Kind::text: return name + "'" + tree.text + "'";
    case Kind::bytes: return name + "b'" + tree.text + "'";
    case Kind::dtype: return name + "." + tenon::dtype_name(static_cast<tenon::DType>(tree.integer));
    case Kind::tensor: return name + "<" + show_tensor(tree.tensor) + ">";
    case Kind::list: return name + "[" + show_items(tree) + "]";
    case Kind::tuple: return name + "(" + show_items(tree) + ")";
    case Kind::dict: return name + "{" + show_items(tree) + "}";
    case Kind::instance: return show_instance(tree);
  }
  return "?";
}
