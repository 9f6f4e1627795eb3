/**
 * tenon/tenon.h: all of Tenon's C interface. common.h says how it works; then, in a good order to read:
 * error.h, scope.h, tensor.h, ops.h, autograd.h, module.h, optim.h, data.h, io.h.
 */
#ifndef TENON_H
#define TENON_H

#include <tenon/autograd.h>
#include <tenon/callback.h>
#include <tenon/common.h>
#include <tenon/data.h>
#include <tenon/device.h>
#include <tenon/dict.h>
#include <tenon/dlpack.h>
#include <tenon/dtype.h>
#include <tenon/error.h>
#include <tenon/io.h>
#include <tenon/log.h>
#include <tenon/memory.h>
#include <tenon/module.h>
#include <tenon/op.h>
#include <tenon/ops.h>
#include <tenon/optim.h>
#include <tenon/random.h>
#include <tenon/scope.h>
#include <tenon/tensor.h>
#include <tenon/threads.h>
#include <tenon/tree.h>

#endif
