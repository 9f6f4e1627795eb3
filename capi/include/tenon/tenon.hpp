// tenon/tenon.hpp: Tenon for C++17 hosts: values instead of handles, operators, exceptions. Header-only, over
// the C interface alone, so that a program built with it runs with any later library of the same major
// version.
//
//     namespace nn = tenon::nn;
//     auto net = nn::sequential({nn::linear(2, 32), nn::relu(), nn::linear(32, 2)});
//     auto optimizer = tenon::adamw(net.parameters());
//     for (auto& batch : loader) {
//       optimizer.zero_grad();
//       tenon::cross_entropy(net(batch[0]), batch[1]).backward();
//       optimizer.step();
//     }
//
// A Tensor is a reference to a tensor, as in Python: a copy of it names the same one, and the last one to go
// frees it. Objects are never in a scope of the C interface, so the two can be used side by side.
//
// Failures are thrown as tenon::error. Where exceptions are off, or TENON_NO_EXCEPTIONS is defined, a call
// that fails gives an empty object, calls that are given one fail with the same reason, and tn_error_code()
// is looked at once at the end, as in C.
//
// The comments of the C headers hold; here is only what differs.
#ifndef TENON_HPP
#define TENON_HPP

#include <tenon/tenon.h>
#include <tenon/hpp/autograd.hpp>
#include <tenon/hpp/base.hpp>
#include <tenon/hpp/data.hpp>
#include <tenon/hpp/dict.hpp>
#include <tenon/hpp/io.hpp>
#include <tenon/hpp/nn.hpp>
#include <tenon/hpp/ops.hpp>
#include <tenon/hpp/optim.hpp>
#include <tenon/hpp/tensor.hpp>
#include <tenon/hpp/tree.hpp>

#endif
