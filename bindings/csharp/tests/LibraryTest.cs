using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace TenonML.Tests {
  [TestFixture]
  public class LibraryTest : LiveCount {
    [Test]
    public void WhatItIs() {
      StringAssert.IsMatch("^[0-9]+\\.[0-9]+\\.[0-9]+$", Tenon.Version);
      Assert.Greater(Tenon.AbiVersion, 0);
      StringAssert.Contains("compiler", Tenon.BuildInfo.ToLowerInvariant());
      Assert.AreNotEqual(IntPtr.Zero, Tenon.GetProcAddress("tn_add"));
      Fails(ErrorCode.Key, () => Tenon.GetProcAddress("tn_ad"));
      if (!Tenon.CudaIsAvailable()) {
        StringAssert.Contains("", Tenon.CudaUnavailableReason());
        Assert.AreEqual(0, Tenon.CudaDeviceCount());
      }
      MemoryStats stats = Tenon.GetMemoryStats();
      Assert.GreaterOrEqual(stats.PeakBytes, stats.LiveBytes);
      Assert.AreEqual("cuda:3", Device.Cuda(3).ToString());
      Assert.IsTrue((Device)"cpu" == Device.Cpu);
      Throws<ArgumentException>(() => GC.KeepAlive((Device)"gpu"));
    }

    [Test]
    public void AnotherAbiIsRefused() {
      MethodInfo check = typeof(Tenon).Assembly.GetType("TenonML.Library").GetMethod("CheckAbi", BindingFlags.Static | BindingFlags.NonPublic);
      check.Invoke(null, new object[] { 1003L, 1002L });
      foreach (long found in new[] { 1001L, 2002L, 2L }) {
        TargetInvocationException e = Throws<TargetInvocationException>(() => check.Invoke(null, new object[] { found, 1002L }));
        Assert.IsInstanceOf<DllNotFoundException>(e.InnerException);
        StringAssert.Contains(found.ToString(), e.InnerException.Message);
      }
    }

    [Test]
    public void Warnings() {
      List<string> said = new List<string>();
      Tenon.SetLog(LogLevel.Warning, (level, text) => {
        Assert.AreEqual(LogLevel.Warning, level);
        lock (said) said.Add(text);
      });
      try {
        using (Tenon.Scope()) F.MseLoss(Tenon.Ones(2, 2), Tenon.Ones(2));
        // Where the same was said before, it isn't said again.
        if (said.Count > 0) StringAssert.Contains("target", said[0]);
      } finally {
        Tenon.SetLog(LogLevel.Warning, null);
      }
    }

    [Test]
    public void AnExecutorOfTheHosts() {
      long tasks = 0;
      HashSet<int> threads = new HashSet<int>();
      using (Tenon.Scope()) {
        Tensor x = Tenon.Arange(0, 4000000, 1).Float();
        double plain = x.Sum().Item();
        long before = Tenon.GetNumThreads();
        Tenon.SetNumThreads(4);
        Tenon.SetExecutor((count, run) => {
          Interlocked.Add(ref tasks, count);
          Parallel.For(0L, count, i => {
            lock (threads) threads.Add(Thread.CurrentThread.ManagedThreadId);
            run(i);
          });
        });
        try {
          Assert.AreEqual(plain, x.Sum().Item());
          Assert.Greater(tasks, 1);
          Tenon.SetExecutor((count, run) => { throw new FormatException("no threads"); });
          Assert.AreEqual("no threads", Throws<FormatException>(() => x.Exp()).Message);
        } finally {
          Tenon.SetExecutor(null);
          Tenon.SetNumThreads(before);
        }
        Assert.AreEqual(plain, x.Sum().Item());
      }
    }

    [Test]
    public void ContextsOfFibers() {
      using (Context fiber = new Context()) {
        Tenon.NoGrad(() => {
          fiber.Run(() => Assert.IsTrue(Tenon.IsGradEnabled()));
          Assert.IsFalse(Tenon.IsGradEnabled());
        });
        fiber.Dispose();
        Throws<ObjectDisposedException>(() => fiber.Run(() => { }));
      }
    }

    [Test]
    public void AnAllocatorComesFirst() { Fails(ErrorCode.Value, () => Tenon.SetAllocator((IntPtr)1, IntPtr.Zero)); }

    [Test]
    public void ExceptionsOnManyThreadsAtOnce() {
      Thread[] threads = new Thread[4];
      Exception failed = null;
      for (int i = 0; i < threads.Length; ++i) {
        int mine = i;
        threads[i] = new Thread(() => {
          try {
            for (int k = 0; k < 200; ++k) {
              FormatException own = new FormatException(mine + " " + k);
              using (Tenon.Scope()) {
                Tensor w = Tenon.Ones(1).RequiresGrad_();
                w.RegisterHook(g => { throw own; });
                Assert.AreSame(own, Throws<FormatException>(() => (w * 2).Backward()));
              }
            }
          } catch (Exception e) {
            failed = e;
          }
        });
        threads[i].Start();
      }
      foreach (Thread t in threads) t.Join();
      Assert.IsNull(failed);
    }
  }
}
