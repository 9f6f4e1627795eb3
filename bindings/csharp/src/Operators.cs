using System;

namespace TenonML {
  // Python's operators on tensors, as far as C# has them; == compares objects, and Eq the elements.
  public sealed unsafe partial class Tensor {
    static Tensor Of(Tensor t) {
      if ((object)t == null) throw new ArgumentNullException("a tensor is null", (Exception)null);
      return t;
    }

    public static Tensor operator +(Tensor a, Tensor b) { return Of(a).Add(b); }
    public static Tensor operator +(Tensor a, double b) { return Of(a).Add(b); }
    public static Tensor operator +(Tensor a, long b) { return Of(a).Add(b); }
    public static Tensor operator -(Tensor a, Tensor b) { return Of(a).Sub(b); }
    public static Tensor operator -(Tensor a, double b) { return Of(a).Sub(b); }
    public static Tensor operator -(Tensor a, long b) { return Of(a).Sub(b); }
    public static Tensor operator *(Tensor a, Tensor b) { return Of(a).Mul(b); }
    public static Tensor operator *(Tensor a, double b) { return Of(a).Mul(b); }
    public static Tensor operator *(Tensor a, long b) { return Of(a).Mul(b); }
    public static Tensor operator /(Tensor a, Tensor b) { return Of(a).Div(b); }
    public static Tensor operator /(Tensor a, double b) { return Of(a).Div(b); }
    public static Tensor operator /(Tensor a, long b) { return Of(a).Div(b); }
    public static Tensor operator %(Tensor a, Tensor b) { return Of(a).Remainder(b); }
    public static Tensor operator %(Tensor a, double b) { return Of(a).Remainder(b); }
    public static Tensor operator %(Tensor a, long b) { return Of(a).Remainder(b); }

    public static Tensor operator +(double a, Tensor b) { return Of(b).Add(a); }
    public static Tensor operator *(double a, Tensor b) { return Of(b).Mul(a); }
    public static Tensor operator -(double a, Tensor b) { using (Tensor n = Of(b).Neg()) return n.Add(a); }
    /// <summary>As PyTorch: the reciprocal, times the number.</summary>
    public static Tensor operator /(double a, Tensor b) { using (Tensor r = Of(b).Reciprocal()) return r.Mul(a); }
    public static Tensor operator +(long a, Tensor b) { return Of(b).Add(a); }
    public static Tensor operator *(long a, Tensor b) { return Of(b).Mul(a); }
    public static Tensor operator -(long a, Tensor b) { using (Tensor n = Of(b).Neg()) return n.Add(a); }
    /// <summary>As PyTorch: the reciprocal, times the number.</summary>
    public static Tensor operator /(long a, Tensor b) { using (Tensor r = Of(b).Reciprocal()) return r.Mul(a); }

    public static Tensor operator -(Tensor a) { return Of(a).Neg(); }
    public static Tensor operator ~(Tensor a) { return Of(a).BitwiseNot(); }
    public static Tensor operator &(Tensor a, Tensor b) { return Of(a).BitwiseAnd(b); }
    public static Tensor operator |(Tensor a, Tensor b) { return Of(a).BitwiseOr(b); }
    public static Tensor operator ^(Tensor a, Tensor b) { return Of(a).BitwiseXor(b); }

    public static Tensor operator <(Tensor a, Tensor b) { return Of(a).Lt(b); }
    public static Tensor operator <(Tensor a, double b) { return Of(a).Lt(b); }
    public static Tensor operator <(Tensor a, long b) { return Of(a).Lt(b); }
    public static Tensor operator >(Tensor a, Tensor b) { return Of(a).Gt(b); }
    public static Tensor operator >(Tensor a, double b) { return Of(a).Gt(b); }
    public static Tensor operator >(Tensor a, long b) { return Of(a).Gt(b); }
    public static Tensor operator <=(Tensor a, Tensor b) { return Of(a).Le(b); }
    public static Tensor operator <=(Tensor a, double b) { return Of(a).Le(b); }
    public static Tensor operator <=(Tensor a, long b) { return Of(a).Le(b); }
    public static Tensor operator >=(Tensor a, Tensor b) { return Of(a).Ge(b); }
    public static Tensor operator >=(Tensor a, double b) { return Of(a).Ge(b); }
    public static Tensor operator >=(Tensor a, long b) { return Of(a).Ge(b); }
  }
}
