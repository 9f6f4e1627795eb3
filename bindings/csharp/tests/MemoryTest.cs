using System;
using System.Collections.Generic;
using System.Threading;
using NUnit.Framework;
using TenonML.NN;

namespace TenonML.Tests {
  [TestFixture]
  public class MemoryTest : LiveCount {
    [Test]
    public void UseAfterDisposeIsAnException() {
      Tensor x = Tenon.Ones(2);
      x.Dispose();
      x.Dispose();
      Assert.IsTrue(x.IsDisposed);
      Throws<ObjectDisposedException>(() => x.Add(1));
      Throws<ObjectDisposedException>(() => GC.KeepAlive(x.Shape));
      Throws<ObjectDisposedException>(() => x.ToString());
      Tensor y = Tenon.Ones(2);
      Throws<ObjectDisposedException>(() => y.Add(x));
      Throws<ObjectDisposedException>(() => Tenon.Cat(new[] { y, x }));
      y.Dispose();
      Linear m = new Linear(1, 1);
      m.Dispose();
      m.Dispose();
      Throws<ObjectDisposedException>(() => m.Forward(null));
      TensorDict d = new TensorDict();
      d.Dispose();
      Throws<ObjectDisposedException>(() => GC.KeepAlive(d.Count));
    }

    [Test]
    public void ScopesGiveUpWhatTheyMade() {
      Tensor[] made = new Tensor[3];
      Tensor kept = Tenon.Scope(() => {
        made[0] = Tenon.Ones(3);
        made[1] = made[0].Add(1);
        made[2] = Tenon.Scope(() => made[1].Mul(2));
        Assert.IsFalse(made[2].IsDisposed);
        return made[1].Add(made[2]);
      });
      foreach (Tensor t in made) Assert.IsTrue(t.IsDisposed);
      Assert.AreEqual(6, kept.ToArray<double>()[0]);
      kept.Dispose();
      List<Tensor> list = Tenon.Scope(() => new List<Tensor> { Tenon.Ones(1), Tenon.Zeros(1) });
      Assert.AreEqual(1, list[0].Item() + list[1].Item());
      var pair = Tenon.Scope(() => (Tenon.Ones(1), Tenon.Zeros(1)));
      Assert.AreEqual(1, pair.Item1.Item());
      foreach (Tensor t in new[] { list[0], list[1], pair.Item1, pair.Item2 }) t.Dispose();
      Dictionary<string, Tensor> named = Tenon.Scope(() => new Dictionary<string, Tensor> { { "one", Tenon.Ones(1) } });
      Assert.AreEqual(1, named["one"].Item());
      named["one"].Dispose();
      Assert.AreEqual("text", Tenon.Scope(() => "text"));
      Assert.AreEqual(2.5f, Tenon.Scope(() => new[] { 2.5f })[0]);
    }

    [Test]
    public void KeepHandsOutwards() {
      Tensor inner, outer;
      using (TensorScope a = Tenon.Scope()) {
        using (TensorScope b = Tenon.Scope()) {
          inner = b.Keep(Tenon.Ones(1));
          outer = Tenon.Ones(1).Kept().Kept();
        }
        Assert.IsFalse(inner.IsDisposed);
      }
      Assert.IsTrue(inner.IsDisposed);
      Assert.IsFalse(outer.IsDisposed);
      outer.Dispose();
    }

    [Test]
    public void ScopesEndInDisorder() {
      TensorScope a = Tenon.Scope();
      Tensor x = Tenon.Ones(1);
      TensorScope b = Tenon.Scope();
      Tensor y = Tenon.Ones(1);
      a.Dispose();
      Assert.IsTrue(x.IsDisposed && y.IsDisposed);
      b.Dispose();
      a.Dispose();
      TensorScope c = Tenon.Scope();
      Exception thrown = null;
      Thread t = new Thread(() => thrown = Throws<InvalidOperationException>(() => c.Dispose()));
      t.Start();
      t.Join();
      Assert.IsNotNull(thrown);
      c.Dispose();
    }

    [Test]
    public void AnExceptionEndsTheScope() {
      Tensor x = null;
      Throws<FormatException>(() => Tenon.Scope(() => {
        x = Tenon.Ones(1);
        throw new FormatException();
      }));
      Assert.IsTrue(x.IsDisposed);
      Tensor after = Tenon.Ones(1);
      Assert.IsFalse(after.IsDisposed);
      after.Dispose();
    }

    [Test]
    public void ModulesOutliveTheirScope() {
      Net net = Tenon.Scope(() => new Net());
      using (Tensor x = Tenon.Ones(1, 4))
      using (Tensor y = net.Forward(x)) Assert.AreEqual(2, y.Numel);
      Assert.AreSame(net.First, net.Child("first"));
      net.Dispose();
      Assert.IsTrue(net.First.IsDisposed);
      Net gone = null;
      Tenon.Scope(() => { gone = new Net(); });
      Assert.IsTrue(gone.IsDisposed && gone.First.IsDisposed);
    }

    [Test]
    public void DisposedInItsScope() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Ones(1);
        x.Dispose();
        x.Dispose();
        Throws<ObjectDisposedException>(() => x.Neg());
      }
    }

    [Test]
    public void AMillionTemporariesStayWithinBounds() { OnThread(MakeAMillion); }

    static void MakeAMillion() {
      Tenon.MemoryResetPeak();
      long before = Tenon.GetMemoryStats().LiveBytes;
      Tensor a = Tenon.Ones(256);
      for (int i = 0; i < 1000000; ++i) a.Add(1);
      a.Dispose();
      // Together they are a gigabyte.
      Assert.Less(Tenon.GetMemoryStats().PeakBytes - before, 256L << 20);
    }

    [Test]
    public void AFewLargeTemporariesStayWithinBounds() { OnThread(MakeLarge); }

    static void MakeLarge() {
      Tenon.MemoryResetPeak();
      long before = Tenon.GetMemoryStats().LiveBytes;
      for (int i = 0; i < 500; ++i) Tenon.Empty(1 << 20);
      Assert.Less(Tenon.GetMemoryStats().PeakBytes - before, 512L << 20);
    }

    // Disposing leaves something behind that the next ones use again; what those leave must still be found.
    [Test]
    public void WhatFollowsDisposedOnesIsCollected() { OnThread(FollowDisposedOnes); }

    static void FollowDisposedOnes() {
      for (int i = 0; i < 50; ++i) {
        Tensor[] some = new Tensor[30];
        for (int k = 0; k < some.Length; ++k) some[k] = Tenon.Ones(2);
        foreach (Tensor t in some) t.Dispose();
        for (int k = 0; k < 25; ++k) Tenon.Ones(2);
      }
      // On this thread, while it lives: as many as its stack may seem to hold, and no more.
      long before = Tenon.LiveCount();
      GC.Collect();
      GC.WaitForPendingFinalizers();
      Assert.Less(Tenon.LiveCount(), 2 * 20, "of " + before);
    }

    [Test]
    public void TheLimitAsksTheCollector() { OnThread(MeetTheLimit); }

    static void MeetTheLimit() {
      long asked = 0;
      Tenon.SetMemoryPressure(bytes => asked = bytes);
      MemoryStats now = Tenon.GetMemoryStats();
      Tenon.SetMemoryLimit(now.ReservedBytes + (60L << 20));
      try {
        for (int i = 0; i < 100; ++i) Tenon.Empty(1 << 20);
        Assert.GreaterOrEqual(asked, 4 << 20);
        Fails(ErrorCode.Memory, () => Tenon.Empty(1L << 30));
      } finally {
        Tenon.SetMemoryLimit(0);
        Tenon.SetMemoryPressure(null);
      }
    }

    [Test]
    public void ThreadsThatEndLeaveNothing() { OnThread(EndThreads); }

    static void EndThreads() {
      for (int i = 0; i < 8; ++i) {
        Thread t = new Thread(() => {
          Tenon.Scope(); // never ended: the collector's
          for (int k = 0; k < 100; ++k) Tenon.Ones(4);
          for (int k = 0; k < 100; ++k) Tenon.Ones(4).Kept().Dispose();
        });
        t.Start();
        t.Join();
      }
    }

    [Test]
    public void DisposedOnAnotherThread() {
      Tensor[] all = new Tensor[500];
      for (int i = 0; i < all.Length; ++i) all[i] = Tenon.Ones(2);
      Thread[] threads = new Thread[2];
      for (int i = 0; i < threads.Length; ++i) {
        threads[i] = new Thread(() => {
          foreach (Tensor t in all) t.Dispose();
        });
        threads[i].Start();
      }
      foreach (Thread t in threads) t.Join();
    }
  }

  /// <summary>What native code holds of the host's is let go with what it was for.</summary>
  [TestFixture]
  public class CallbackMemoryTest : LiveCount {
    const int Many = 20;

    sealed class Identity : Function {
      public override Tensor[] Forward(FunctionContext context, Tensor[] inputs) {
        context.Data = new object();
        return new[] { inputs[0] * 1 };
      }
      public override Tensor[] Backward(FunctionContext context, Tensor[] gradients) { return gradients; }
    }

    sealed class One : Dataset {
      public override long Length { get { return 1; } }
      public override Tensor[] Get(long i) { return new[] { Tenon.Ones(1) }; }
    }

    static void Use(List<WeakReference> seen) {
      for (int i = 0; i < Many; ++i)
        using (Tenon.Scope()) {
          Tensor w = Tenon.Ones(1).RequiresGrad_();
          object inHook = new object();
          w.RegisterHook(g => g * (inHook == null ? 0 : 1));
          Function function = new Identity();
          function.Apply(w).Backward();
          Dataset data = new One();
          foreach (Batch b in new DataLoader(data)) b.Dispose();
          Module module = new Net();
          new Sequential(module);
          foreach (object o in new object[] { inHook, function, data, module }) seen.Add(new WeakReference(o));
        }
    }

    [Test]
    public void AllIsLetGo() {
      List<WeakReference> seen = new List<WeakReference>();
      OnThread(() => Use(seen));
      for (int i = 0; i < 3; ++i) {
        GC.Collect();
        GC.WaitForPendingFinalizers();
      }
      Assert.AreEqual(4 * Many, seen.Count);
      int alive = seen.FindAll(w => w.IsAlive).Count;
      // Mono's stacks may seem to hold one or the other.
      Assert.Less(alive, Many / 2);
    }
  }

  class Net : Module {
    public readonly Linear First, Second;

    public Net() {
      First = Add("first", new Linear(4, 8));
      Second = Add("second", new Linear(8, 2));
    }

    public override Tensor Forward(Tensor x) { return Tenon.Scope(() => Second.Forward(First.Forward(x).Relu())); }
  }
}
