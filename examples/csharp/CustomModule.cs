using System;
using System.Globalization;
using System.Threading;
using TenonML;
using TenonML.NN;
using TenonML.Optim;

/// <summary>A module with a parameter of its own around a function with a gradient of its own, trained within a container.</summary>
static class CustomModule {
  /// <summary>log(1 + exp(b x)) / b for one number b: a softplus that learns how soft it is.</summary>
  sealed class SoftplusFunction : Function {
    public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) {
      Tensor x = inputs[0], b = inputs[1], y = F.Softplus(x * b) / b;
      context.SaveForBackward(x, b, y);
      return new[] { y };
    }

    public override Tensor[] Backward(FunctionContext context, Tensor[] gradients) {
      Tensor x = context.Saved(0), b = context.Saved(1), y = context.Saved(2), slope = (x * b).Sigmoid();
      return new[] { gradients[0] * slope, (gradients[0] * (slope * x - y) / b).Sum().Reshape(1) };
    }
  }

  sealed class Softplus : Module {
    readonly Tensor b;

    public Softplus() { b = AddParameter("b", Tenon.Ones(1)); }

    public override Tensor Forward(Tensor x) { return new SoftplusFunction().Apply(x, b); }
  }

  static void Main() {
    Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    Tenon.ManualSeed(1);
    using (Tenon.Scope()) {
      Tensor at = Tenon.Linspace(-2, 2, 5, DType.Float64).RequiresGrad_(), number = Tenon.Tensor(new[] { 1.5 }).RequiresGrad_();
      Tenon.Gradcheck(inputs => new[] { new SoftplusFunction().Apply(inputs) }, new[] { at, number });
      Console.WriteLine("the gradient is that of finite differences");

      Sequential net = new Sequential(new Linear(1, 32), new Softplus(), new Linear(32, 1));
      Console.WriteLine(net);
      Tensor x = Tenon.Linspace(-3, 3, 256).Unsqueeze(1), y = x.Abs();
      Adam adam = new Adam(net.Parameters(), lr: 0.02);
      for (int step = 0; step <= 600; ++step)
        using (Tenon.Scope()) {
          Tensor loss = F.MseLoss(net.Forward(x), y);
          adam.ZeroGrad();
          loss.Backward();
          adam.Step();
          if (step % 150 == 0) Console.WriteLine("step {0}: loss {1:F5}", step, loss.Item());
        }
      Console.WriteLine("b is now {0:F4}", net.Parameter("1.b").Item());
    }
  }
}
