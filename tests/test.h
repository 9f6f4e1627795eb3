#pragma once
// cmocka with the headers it wants before it, for C and for C++ (its own header has no extern "C").
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif
#include <cmocka.h>
#ifdef __cplusplus
}
// It hides tenon::fail; fail_msg is written anew without it.
#  undef fail
#  undef fail_msg
#  define fail_msg(...)          \
    do {                         \
      print_error(__VA_ARGS__);  \
      print_error("\n");         \
      _fail(__FILE__, __LINE__); \
    } while (0)
#endif
