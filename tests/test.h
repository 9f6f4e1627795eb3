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
// They hide tenon::fail.
#  undef fail
#  undef fail_msg
#endif
