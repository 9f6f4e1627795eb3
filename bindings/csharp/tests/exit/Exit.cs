using System;
using System.Threading;
using TenonML;

/// <summary>Ends with everything left open: a loader with threads at work, a scope, tensors.</summary>
static class Exit {
  sealed class Slow : Dataset {
    public override long Length { get { return 100; } }
    public override long FieldCount { get { return 1; } }

    public override Tensor[] Get(long i) {
      Thread.Sleep(1);
      return new[] { Tenon.Ones(2) };
    }
  }

  static Tensor kept;

  static void Main() {
    DataLoader loader = new DataLoader(new Slow(), 4, workers: 3);
    loader.Start();
    Console.WriteLine(loader.Next().X.Numel);
    Tenon.Scope();
    kept = Tenon.Ones(3);
    DataLoader scoped = new DataLoader(new Slow(), 4, workers: 1);
    Console.WriteLine(kept.Numel + scoped.Length);
  }
}
