using System;
using System.Collections.Generic;
using System.Threading;
using NUnit.Framework;

namespace TenonML.Tests {
  [TestFixture]
  public class DataTest : LiveCount {
    sealed class Squares : Dataset {
      public readonly HashSet<int> Threads = new HashSet<int>();
      public long Wrong = -1;

      public override long Length { get { return 20; } }

      public override Tensor[] Get(long i) {
        lock (Threads) Threads.Add(Thread.CurrentThread.ManagedThreadId);
        if (i == Wrong) throw new FormatException("sample " + i);
        Thread.Sleep(1);
        return new[] { Tenon.Full(2, (double)i), Tenon.Tensor(i * i) };
      }
    }

    [Test]
    public void Tensors() {
      using (Tenon.Scope()) {
        using (TensorDataset d = new TensorDataset(Tenon.Arange(0, 10, 1).View(5, 2), Tenon.Arange(0, 5, 1))) {
          Assert.AreEqual(5, d.Length);
          Assert.AreEqual(2, d.FieldCount);
          Holds(new double[] { 4, 5 }, d.Get(2)[0]);
          Fails(ErrorCode.Index, () => d.Get(5));
          DataLoader loader = new DataLoader(d, batchSize: 2);
          Assert.AreEqual(3, loader.Length);
          List<double> seen = new List<double>();
          foreach (Batch b in loader) {
            Assert.AreEqual(2, b.Count);
            seen.AddRange(b.Y.ToArray<double>());
          }
          Assert.AreEqual(new double[] { 0, 1, 2, 3, 4 }, seen.ToArray());
          Assert.AreEqual(2, new DataLoader(d, batchSize: 2, dropLast: true).Length);
          Fails(ErrorCode.Value, () => new DataLoader(d, batchSize: 0));
          Fails(ErrorCode.State, () => new DataLoader(d).Next());
        }
        Fails(ErrorCode.Shape, () => new TensorDataset(Tenon.Ones(2), Tenon.Ones(3)));
        Throws<ArgumentNullException>(() => new DataLoader(null));
      }
    }

    [Test]
    public void OrderIsTheSeeds() {
      using (Tenon.Scope()) {
        TensorDataset d = new TensorDataset(Tenon.Arange(0, 50, 1));
        double[] one = All(new DataLoader(d, 7, shuffle: true, seed: 3)), again = All(new DataLoader(d, 7, shuffle: true, seed: 3, workers: 2));
        Assert.AreEqual(one, again);
        Assert.AreNotEqual(one, All(new DataLoader(d, 7, shuffle: true, seed: 4)));
        Array.Sort(again);
        for (int i = 0; i < 50; ++i) Assert.AreEqual(i, again[i]);
        d.Dispose();
      }
    }

    static double[] All(DataLoader loader) {
      List<double> seen = new List<double>();
      foreach (Batch b in loader) seen.AddRange(b.X.ToArray<double>());
      return seen.ToArray();
    }

    [Test]
    public void GoesOnWhereItWas() {
      using (Tenon.Scope()) {
        TensorDataset d = new TensorDataset(Tenon.Arange(0, 10, 1));
        DataLoader a = new DataLoader(d, 3, shuffle: true, seed: 1), b = new DataLoader(d, 3, shuffle: true, seed: 9);
        a.Start();
        a.Next();
        b.SetState(a.State());
        List<double> left = new List<double>(), other = new List<double>();
        foreach (Batch x in a.Rest()) left.AddRange(x.X.ToArray<double>());
        foreach (Batch x in b.Rest()) other.AddRange(x.X.ToArray<double>());
        Assert.AreEqual(7, left.Count);
        Assert.AreEqual(left, other);
        d.Dispose();
      }
    }

    [Test]
    public void OfTheHost() {
      Squares d = new Squares();
      foreach (int workers in new[] { 0, 3 }) {
        d.Threads.Clear();
        using (Tenon.Scope()) {
          using (DataLoader loader = new DataLoader(d, batchSize: 6, workers: workers)) {
            Assert.AreEqual(4, loader.Length);
            for (int epoch = 0; epoch < 2; ++epoch) {
              long sum = 0;
              foreach (Batch b in loader) {
                Assert.AreEqual(2, b.X.Shape[1]);
                sum += b.Y.Sum().ItemInt64();
              }
              Assert.AreEqual(2470, sum);
            }
          }
        }
        Assert.GreaterOrEqual(d.Threads.Count, workers > 0 ? 2 : 1);
      }
    }

    [Test]
    public void WhatADatasetThrowsArrives() {
      foreach (int workers in new[] { 0, 2 }) {
        Squares d = new Squares { Wrong = 13 };
        using (Tenon.Scope())
        using (DataLoader loader = new DataLoader(d, batchSize: 5, workers: workers)) {
          FormatException e = Throws<FormatException>(() => {
            foreach (Batch b in loader) b.Dispose();
          });
          Assert.AreEqual("sample 13", e.Message);
        }
      }
    }

    [Test]
    public void LoadersThatNobodyUses() {
      for (int i = 0; i < 20; ++i) new DataLoader(new Squares(), workers: 2).Dispose();
      OnThread(() => {
        for (int i = 0; i < 5; ++i) new DataLoader(new Squares(), workers: 2);
      });
    }
  }
}
