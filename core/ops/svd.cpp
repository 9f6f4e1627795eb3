// One-sided Jacobi (Hestenes 1958; Golub and Van Loan, Matrix Computations, section 8.6.3): rotations make
// the columns of a tall matrix orthogonal, two at a time; then their lengths are the singular values. Slower
// than bidiagonalisation for large matrices, and the most precise there is.
#include "core/ops/svd.h"

#include <float.h>
#include <math.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/backend/backend.h"
#include "core/base/parallel.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

constexpr int kMaxSweeps = 60;  // ten suffice; NaN is never orthogonal

// The columns of a matrix that is at least as tall as wide, one behind the other.
struct Columns {
  int64_t count, length;
  std::vector<double> elements;

  Columns(int64_t count, int64_t length)
      : count(count), length(length), elements(static_cast<size_t>(count * length)) {}
  double* operator[](int64_t i) { return elements.data() + i * length; }
};

double dot(const double* a, const double* b, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void rotate(double* a, double* b, int64_t n, double c, double s) {
  for (int64_t i = 0; i < n; ++i) {
    const double x = a[i], y = b[i];
    a[i] = c * x - s * y;
    b[i] = s * x + c * y;
  }
}

// Whether they weren't orthogonal before.
bool make_orthogonal(Columns& a, Columns& v, int64_t i, int64_t j) {
  const double alpha = dot(a[i], a[i], a.length), beta = dot(a[j], a[j], a.length);
  const double gamma = dot(a[i], a[j], a.length);
  if (!(fabs(gamma) > DBL_EPSILON * ::sqrt(alpha * beta)) || gamma == 0) return false;
  const double zeta = (beta - alpha) / (2 * gamma);
  const double t = copysign(1.0, zeta) / (fabs(zeta) + hypot(1.0, zeta));
  const double c = 1 / hypot(1.0, t);
  rotate(a[i], a[j], a.length, c, c * t);
  rotate(v[i], v[j], v.length, c, c * t);
  return true;
}

// Leaves a v in a, and v in v.
void orthogonalise(Columns& a, Columns& v) {
  for (int64_t i = 0; i < v.count; ++i) v[i][i] = 1;
  bool changed = true;
  for (int sweep = 0; changed && sweep < kMaxSweeps; ++sweep) {
    changed = false;
    for (int64_t i = 0; i < a.count; ++i)
      for (int64_t j = i + 1; j < a.count; ++j) changed |= make_orthogonal(a, v, i, j);
  }
}

// One matrix: places of its elements, and of its results.
template <class T>
struct Task {
  int64_t rows, columns;
  const T* in;
  T *u, *s, *v;

  void run() const {
    const bool tall = rows >= columns;
    const int64_t k = std::min(rows, columns), length = std::max(rows, columns);
    Columns a(k, length), right(k, k);
    double scale = 0;
    for (int64_t i = 0; i < rows * columns; ++i) scale = fmax(scale, fabs(static_cast<double>(in[i])));
    if (scale == 0) scale = 1;
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t c = 0; c < columns; ++c)
        (tall ? a[c][r] : a[r][c]) = static_cast<double>(in[r * columns + c]) / scale;
    orthogonalise(a, right);
    T *lefts = tall ? u : v, *rights = tall ? v : u;
    std::vector<double> lengths(static_cast<size_t>(k));
    for (int64_t i = 0; i < k; ++i) lengths[static_cast<size_t>(i)] = ::sqrt(dot(a[i], a[i], length));
    std::vector<int64_t> order(static_cast<size_t>(k));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) {
      return lengths[static_cast<size_t>(i)] > lengths[static_cast<size_t>(j)];
    });
    const double nothing =
        static_cast<double>(length) * DBL_EPSILON * (k ? lengths[static_cast<size_t>(order[0])] : 0);
    for (int64_t to = 0; to < k; ++to) {
      const int64_t from = order[static_cast<size_t>(to)];
      const double size = lengths[static_cast<size_t>(from)];
      const bool none = size <= nothing;
      s[to] = static_cast<T>(none ? 0 : size * scale);
      for (int64_t i = 0; i < length; ++i) lefts[i * k + to] = static_cast<T>(none ? 0 : a[from][i] / size);
      for (int64_t i = 0; i < k; ++i) rights[i * k + to] = static_cast<T>(none ? 0 : right[from][i]);
    }
  }
};

template <class T>
void run(const Tensor& in, const Svd& out) {
  const int64_t rows = in->size[in->ndim - 2], columns = in->size[in->ndim - 1], k = std::min(rows, columns);
  if (k == 0) return;
  const int64_t matrices = in->numel / (rows * columns);
  const int64_t work = std::max<int64_t>(1, 10 * rows * columns * k);
  parallel_for(matrices, std::max<int64_t>(1, (int64_t{1} << 20) / work), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      Task<T>{rows,
              columns,
              in->as<T>() + i * rows * columns,
              out.u->as<T>() + i * rows * k,
              out.s->as<T>() + i * k,
              out.v->as<T>() + i * columns * k}
          .run();
  });
}

}  // namespace

Svd svd(const char* op, const Tensor& t) {
  if (t->ndim < 2)
    fail(Status::shape, "%s: input must have at least 2 dimensions, but it is %s", op, describe(t).c_str());
  if (t->dtype != DType::float32 && t->dtype != DType::float64)
    fail(Status::type, "%s: input must be float32 or float64, not %s", op, dtype_name(t->dtype));
  if (!t->device.is_cpu()) not_offered(t->device, op);
  const Tensor x = t->contiguous ? t : dense_copy(t);
  const int d = x->ndim - 2;
  const int64_t k = std::min(x->size[d], x->size[d + 1]);
  Shape u(x->sizes()), s(x->sizes()), v(x->sizes());
  u[d + 1] = k;
  s.erase(d + 1);
  s[d] = k;
  v[d] = x->size[d + 1];
  v[d + 1] = k;
  Svd out{empty(u, x->dtype), empty(s, x->dtype), empty(v, x->dtype)};
  if (x->dtype == DType::float32) run<float>(x, out);
  else run<double>(x, out);
  return out;
}

}  // namespace tenon
