using System;
using TenonML;
using TenonML.NN;

/// <summary>Unloads domains while native code still knows callbacks of theirs, as Unity's editor does at each change of a script.</summary>
static class Domains {
  sealed class Slow : Dataset {
    public override long Length { get { return 50; } }
    public override long FieldCount { get { return 1; } }
    public override Tensor[] Get(long i) { return new[] { Tenon.Ones(2) }; }
  }

  sealed class Same : Module {
    public override Tensor Forward(Tensor x) { return x * 1; }
  }

  public sealed class Inside : MarshalByRefObject {
    static Tensor kept;

    public double Use() {
      kept = Tenon.Ones(3).RequiresGrad_();
      kept.RegisterHook(g => g * 2);
      DataLoader loader = new DataLoader(new Slow(), 4, workers: 2);
      loader.Start();
      loader.Next();
      Tenon.SetLog(LogLevel.Warning, (level, text) => { });
      Tenon.SetExecutor((count, run) => {
        for (long i = 0; i < count; ++i) run(i);
      });
      new Sequential(new Same()).Forward(kept).Sum().Backward();
      return kept.Grad.Sum().Item();
    }
  }

  static void Main() {
    double all = 0;
    Tensor own = Tenon.Ones(3).RequiresGrad_();
    own.RegisterHook(g => g * 5);
    for (int i = 0; i < 5; ++i) {
      AppDomain domain = AppDomain.CreateDomain("domain " + i);
      Inside inside = (Inside)domain.CreateInstanceAndUnwrap(typeof(Inside).Assembly.FullName, typeof(Inside).FullName);
      all += inside.Use();
      AppDomain.Unload(domain);
      // The first domain's callbacks are still its own.
      own.Sum().Backward();
      using (Tenon.Scope()) all += Tenon.Ones(1000000).Exp().Mean().Item() > 2 ? 1 : 0;
    }
    Console.WriteLine("{0} {1}", all, own.Grad.Sum().Item());
  }
}
