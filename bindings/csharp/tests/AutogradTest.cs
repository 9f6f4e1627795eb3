using System;
using NUnit.Framework;

namespace TenonML.Tests {
  [TestFixture]
  public class AutogradTest : LiveCount {
    [Test]
    public void Backward() {
      using (Tenon.Scope()) {
        Tensor w = Tenon.Tensor(new double[] { 1, 2, 3 }).RequiresGrad_();
        Assert.IsNull(w.Grad);
        w.Mul(w).Sum().Backward();
        Holds(new double[] { 2, 4, 6 }, w.Grad);
        w.Mul(w).Backward(Tenon.Ones(3, dtype: DType.Float64));
        Holds(new double[] { 4, 8, 12 }, w.Grad);
        w.Grad = null;
        Assert.IsNull(w.Grad);
        w.Grad = Tenon.Zeros(3, dtype: DType.Float64);
        Holds(new double[] { 0, 0, 0 }, w.Grad);
        Fails(ErrorCode.Shape, () => (w * 2).Backward());
        Fails(ErrorCode.State, () => Tenon.Ones(1).Backward());
        Assert.AreEqual("MulBackward0", (w * 2).GradFnName);
        Assert.IsTrue(w.IsLeaf && w.RequiresGrad && !(w * 2).IsLeaf);
      }
    }

    [Test]
    public void GradientsAsResults() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new double[] { 2 }).RequiresGrad_(), y = Tenon.Tensor(new double[] { 5 }).RequiresGrad_();
        Tensor[] g = Tenon.Grad(new[] { (x * x * x).Sum() }, new[] { x }, createGraph: true);
        Holds(new double[] { 12 }, g[0]);
        Holds(new double[] { 12 }, Tenon.Grad(new[] { g[0].Sum() }, new[] { x })[0]);
        Tensor[] both = Tenon.Grad(new[] { x * 3 }, new[] { x, y }, new[] { Tenon.Full(1, 2.0, DType.Float64) }, allowUnused: true);
        Holds(new double[] { 6 }, both[0]);
        Assert.IsNull(both[1]);
        Fails(ErrorCode.State, () => Tenon.Grad(new[] { x * 3 }, new[] { y }));
      }
    }

    [Test]
    public void Modes() {
      using (Tenon.Scope()) {
        Tensor w = Tenon.Ones(2).RequiresGrad_();
        Assert.IsTrue(Tenon.IsGradEnabled());
        Tensor y = Tenon.NoGrad(() => {
          Assert.IsFalse(Tenon.IsGradEnabled());
          Tenon.EnableGrad(() => Assert.IsTrue(Tenon.IsGradEnabled()));
          return w * 2;
        });
        Assert.IsFalse(y.RequiresGrad);
        Throws<FormatException>(() => Tenon.NoGrad(() => { throw new FormatException(); }));
        Assert.IsTrue(Tenon.IsGradEnabled());
        Tensor z = Tenon.InferenceMode(() => {
          Assert.IsTrue(Tenon.IsInferenceModeEnabled());
          return w + 1;
        });
        Assert.IsFalse(Tenon.IsInferenceModeEnabled());
        Fails(ErrorCode.State, () => (z * w).Sum().Backward());
      }
    }

    [Test]
    public void Hooks() {
      using (Tenon.Scope()) {
        Tensor w = Tenon.Ones(2).RequiresGrad_();
        int seen = 0;
        long looks = w.RegisterHook(g => {
          ++seen;
          return null;
        });
        long doubles = w.RegisterHook(g => g * 2);
        w.Mul(3).Sum().Backward();
        Holds(new double[] { 6, 6 }, w.Grad);
        w.RemoveHook(doubles);
        w.Mul(3).Sum().Backward();
        Holds(new double[] { 9, 9 }, w.Grad);
        Assert.AreEqual(2, seen);
        w.RemoveHook(looks);
        Fails(ErrorCode.Key, () => w.RemoveHook(looks));
        w.RegisterHook(g => { throw new FormatException("in a hook"); });
        Assert.AreEqual("in a hook", Throws<FormatException>(() => (w * 3).Sum().Backward()).Message);
        Fails(ErrorCode.State, () => Tenon.Ones(1).RegisterHook(g => g));
      }
    }

    sealed class Cube : Function {
      public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) {
        Tensor x = inputs[0];
        context.SaveForBackward(x);
        context.Data = "cubed";
        return new[] { x * x * x };
      }

      public override Tensor[] Backward(FunctionContext context, Tensor[] gradients) {
        Assert.AreEqual("cubed", context.Data);
        Assert.IsTrue(context.NeedsInputGrad(0));
        Tensor x = context.Saved(0);
        return new[] { gradients[0] * x * x * 3 };
      }
    }

    sealed class SumAndDifference : Function {
      protected override long OutputCount { get { return 2; } }
      public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) {
        return new[] { inputs[0] + inputs[1], inputs[0] - inputs[1] };
      }
      public override Tensor[] Backward(FunctionContext context, Tensor[] g) { return new[] { g[0] + g[1], g[0] - g[1] }; }
    }

    sealed class Broken : Function {
      public Exception Thrown = new FormatException("broken");
      public bool InBackward;
      public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) {
        if (!InBackward) throw Thrown;
        return new[] { inputs[0] * 1 };
      }
      public override Tensor[] Backward(FunctionContext context, Tensor[] gradients) { throw Thrown; }
    }

    sealed class Silent : Function {
      public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) { return null; }
      public override Tensor[] Backward(FunctionContext context, Tensor[] gradients) { return null; }
    }

    [Test]
    public void FunctionsOfTheHost() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new double[] { 1, 2 }).RequiresGrad_();
        Tensor y = new Cube().Apply(x);
        Holds(new double[] { 1, 8 }, y);
        Assert.AreEqual("CubeBackward", y.GradFnName);
        y.Sum().Backward();
        Holds(new double[] { 3, 12 }, x.Grad);
        Tensor[] both = new SumAndDifference().Call(x, Tenon.Ones(2, dtype: DType.Float64));
        Holds(new double[] { 0, 1 }, both[1]);
        Tenon.Gradcheck(given => new[] { new Cube().Apply(given) }, new[] { x }, secondOrder: true);
        Tenon.Gradcheck(given => new SumAndDifference().Call(given), new[] { x, x.Detach().Clone().RequiresGrad_() });
        TenonException wrong = Fails(ErrorCode.Value, () => Tenon.Gradcheck(
          given => new[] { given[0].Detach().Mul(given[0]) }, new[] { x }));
        StringAssert.Contains("gradcheck", wrong.Op);
      }
    }

    [Test]
    public void WhatTheyThrowArrivesAsItWas() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Ones(1).RequiresGrad_();
        Broken broken = new Broken();
        Assert.AreSame(broken.Thrown, Throws<FormatException>(() => broken.Apply(x)));
        broken.InBackward = true;
        Tensor y = broken.Apply(x);
        Assert.AreSame(broken.Thrown, Throws<FormatException>(() => y.Backward()));
        // The library's own error inside of a callback is itself the exception.
        TenonException inner = null;
        TenonException outer = Fails(ErrorCode.Shape, () => Tenon.Gradcheck(given => {
          try {
            Tenon.Zeros(2, 2).Matmul(Tenon.Zeros(3, 3));
          } catch (TenonException e) {
            inner = e;
            throw;
          }
          return null;
        }, new[] { Tenon.Ones(1, dtype: DType.Float64).RequiresGrad_() }));
        Assert.AreSame(inner, outer);
        Fails(ErrorCode.Callback, () => new Silent().Apply(x));
      }
    }
  }
}
