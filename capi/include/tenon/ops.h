/**
 * tenon/ops.h: the operators: each PyTorch's of that name, family by family.
 *
 * tn_<op> returns the result; tn_<op>_ works in place and returns a status. An overload says what is
 * different: tn_max_dim. A number as an operand is a double in tn_<op>_scalar and an integer in
 * tn_<op>_int, because PyTorch promotes by kind: an integer tensor plus 2 is integer, plus 2.0 floating.
 * Bool and complex numbers go through tn_op_call.
 *
 * A function takes what stands before the * in PyTorch's schema, in its order (torch.nn.functional's for
 * what lives there), while at most three optional numbers are among it. The rest is in tn_<op>_with and its
 * options, whose defaults are PyTorch's. What has no typed form is reached by tn_op_call: dtype= (the same
 * as tn_to on the argument first), correction= of var and std, alpha= and rounding_mode= where the other
 * operand is a number. There is no out=.
 *
 * Dimensions may be negative: they count from the end. Lists of dimensions are (pointer, count); NULL is
 * all of them.
 *
 * Errors that any operator may give: TN_ERR_SHAPE where shapes don't fit, TN_ERR_INDEX for a dimension that
 * isn't there, TN_ERR_TYPE for a dtype that PyTorch refuses too, TN_ERR_DEVICE for tensors on different
 * devices, TN_ERR_MEMORY. In place, besides: TN_ERR_TYPE where the result's dtype can't be stored
 * (tn_can_cast), TN_ERR_SHAPE where the result isn't of self's shape, TN_ERR_STATE on a leaf that requires
 * a gradient, on an expanded tensor whose elements share memory, and on read-only memory.
 *
 * Operators are differentiable wherever PyTorch's are, twice and more.
 *
 * Threads: operators read their arguments, and may run on the same ones on any number of threads; those in
 * place need self, and what shares its memory, for themselves.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_H
#define TENON_OPS_H

#include <tenon/ops/index.h>
#include <tenon/ops/matmul.h>
#include <tenon/ops/nn.h>
#include <tenon/ops/pointwise.h>
#include <tenon/ops/reduce.h>
#include <tenon/ops/view.h>

#endif
