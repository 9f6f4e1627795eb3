using System;
using System.Runtime.CompilerServices;
using System.Threading;
using NUnit.Framework;

namespace TenonML.Tests {
  /// <summary>Each test ends with as many of the library's objects as it began with.</summary>
  public abstract class LiveCount {
    long before;

    [SetUp]
    public void Count() {
      Collect();
      before = Tenon.LiveCount();
    }

    [TearDown]
    public void CountAgain() {
      // Mono takes whatever lies on stacks for references: what calls have left there may keep something for a while.
      for (int i = 0; i < 40 && Tenon.LiveCount() != before; ++i)
        if (i % 2 == 0) Collect();
        else OnThread(() => {
          using (Tenon.Scope()) Tenon.Ones(1).Add(1);
          Collect();
        });
      Assert.AreEqual(before, Tenon.LiveCount(), "objects of the library's that are left");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static unsafe void WipeStack() {
      const int Size = 100000;
      byte* room = stackalloc byte[Size];
      for (int i = 0; i < Size; ++i) room[i] = 0;
    }

    // The finalizers' thread, too, seems to hold what it had in hand last.
    sealed class Last {
      ~Last() { WipeStack(); }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void MakeLast() {
      for (int i = 0; i < 20; ++i) GC.KeepAlive(new Last());
    }

    static void Collect() {
      MakeLast();
      WipeStack();
      for (int i = 0; i < 1000; ++i) GC.KeepAlive(new byte[1000]);
      GC.Collect();
      GC.WaitForPendingFinalizers();
    }

    /// <summary>On a thread, whose stack goes with it.</summary>
    protected static void OnThread(Action body) {
      Exception thrown = null;
      Thread t = new Thread(() => {
        try {
          body();
        } catch (Exception e) {
          thrown = e;
        }
      });
      t.Start();
      t.Join();
      if (thrown != null) throw new InvalidOperationException("on its thread: " + thrown, thrown);
    }

    protected static TenonException Fails(ErrorCode code, Action action) {
      try {
        action();
      } catch (TenonException e) {
        Assert.AreEqual(code, e.Code, e.Message);
        return e;
      }
      Assert.Fail("no TenonException");
      return null;
    }

    protected static T Throws<T>(Action action) where T : Exception {
      try {
        action();
      } catch (T e) {
        return e;
      }
      Assert.Fail("no " + typeof(T).Name);
      return null;
    }

    protected static void AreClose(double expected, double found) { Assert.AreEqual(expected, found, 1e-5 * (1 + Math.Abs(expected))); }

    protected static void Holds(double[] expected, Tensor t) {
      double[] found = t.ToArray<double>();
      Assert.AreEqual(expected.Length, found.Length);
      for (int i = 0; i < expected.Length; ++i) AreClose(expected[i], found[i]);
    }
  }
}
