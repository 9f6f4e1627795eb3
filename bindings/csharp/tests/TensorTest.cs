using System;
using System.Collections.Generic;
using System.Threading;
using NUnit.Framework;

namespace TenonML.Tests {
  [TestFixture]
  public class TensorTest : LiveCount {
    [Test]
    public void MadeOfArrays() {
      using (Tenon.Scope()) {
        Assert.AreEqual("tensor([[1., 2.],\n        [3., 4.]])", Tenon.Tensor(new float[] { 1, 2, 3, 4 }, 2, 2).ToString());
        Assert.AreEqual("tensor([[1, 2, 3],\n        [4, 5, 6]])", Tenon.Tensor(new long[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ToString());
        Assert.AreEqual(DType.Float64, Tenon.Tensor(new double[] { 1 }).DType);
        Assert.AreEqual(DType.Int32, Tenon.Tensor(new int[] { 1 }).DType);
        Assert.AreEqual(DType.Int16, Tenon.Tensor(new short[] { 1 }).DType);
        Assert.AreEqual(DType.Int8, Tenon.Tensor(new sbyte[] { -1 }).DType);
        Assert.AreEqual(DType.UInt8, Tenon.Tensor(new byte[] { 200 }).DType);
        Assert.AreEqual("tensor([ True, False])", Tenon.Tensor(new[] { true, false }).ToString());
        Assert.AreEqual(DType.Int64, Tenon.Tensor(5).DType);
        Assert.AreEqual(DType.Float32, Tenon.Tensor(0.5).DType);
        Assert.AreEqual(0, Tenon.Tensor(new float[0]).Numel);
        Assert.AreEqual(new long[] { 2, 1, 2 }, Tenon.Tensor(new float[,,] { { { 1, 2 } }, { { 3, 4 } } }).Shape);
        Assert.AreEqual(new long[] { 0, 3 }, Tenon.Zeros((0, 3)).Shape);
        Assert.AreEqual(new long[] { 2, 3 }, Tenon.Zeros(2, 3).Shape);
        Assert.AreEqual(new long[] { 7 }, Tenon.Zeros(7).Shape);
        Assert.AreEqual(DType.Float64, Tenon.Ones((2, 3), dtype: DType.Float64).DType);
        Assert.AreEqual(1.5, Tenon.FromBytes(new byte[] { 0x00, 0x3e }, DType.Float16, 1).Item());
      }
    }

    [Test]
    public void ValuesComeOut() {
      using (Tensor x = Tenon.Scope(() => Tenon.Arange(0, 6, 1).View(2, 3))) {
        Assert.AreEqual(new long[] { 0, 1, 2, 3, 4, 5 }, x.ToArray<long>());
        Assert.AreEqual(new float[] { 0, 1, 2, 3, 4, 5 }, x.ToArray<float>());
        using (Tensor t = x.T()) {
          Assert.AreEqual(new long[] { 0, 3, 1, 4, 2, 5 }, t.ToArray<long>());
          Assert.AreEqual(new long[] { 1, 3 }, t.Strides);
          Assert.IsFalse(t.IsContiguous);
          Throws<InvalidOperationException>(() => t.AsSpan<long>());
        }
        Span<long> own = x.AsSpan<long>();
        own[0] = 41;
        Assert.AreEqual(41, x.ToArray<long>()[0]);
        Assert.AreEqual(41, own[0]);
        Throws<InvalidCastException>(() => x.AsSpan<float>());
        x.CopyFrom(new long[] { 6, 5, 4, 3, 2, 1 });
        long[] two = new long[6];
        x.CopyTo<long>(two);
        Assert.AreEqual(new long[] { 6, 5, 4, 3, 2, 1 }, two);
        Fails(ErrorCode.Value, () => x.CopyTo<long>(new long[5]));
        Throws<NotSupportedException>(() => x.ToArray<char>());
      }
    }

    [Test]
    public void MemoryIsShared() {
      float[] own = { 1, 2, 3 };
      Tensor t = Tenon.FromArray(own);
      own[1] = 20;
      Assert.AreEqual(20, t.ToArray<float>()[1]);
      t.Add_(1).Dispose();
      Assert.AreEqual(new float[] { 2, 21, 4 }, own);
      byte[] more = { 1, 2 };
      Throws<ArgumentException>(() => Tenon.FromArray(more, 3));
    }

    [Test]
    public void AnotherLibraryTakesIt() {
      using (Tensor x = Tenon.Ones(2, 2))
      using (Tensor y = Tensor.FromDlpack(x.ToDlpack())) {
        y.Mul_(3);
        Assert.AreEqual(12, x.ToArray<double>()[0] * 4);
        x.RequiresGrad_(true);
        Fails(ErrorCode.State, () => x.ToDlpack());
      }
    }

    [Test]
    public void Operators() {
      using (Tenon.Scope()) {
        Tensor a = Tenon.Tensor(new float[] { 1, 2, 3 }), b = Tenon.Tensor(new float[] { 4, 5, 6 });
        Holds(new double[] { 5, 7, 9 }, a + b);
        Holds(new double[] { -3, -3, -3 }, a - b);
        Holds(new double[] { 4, 10, 18 }, a * b);
        Holds(new[] { 0.25, 0.4, 0.5 }, a / b);
        Holds(new double[] { 0, 1, 0 }, b % 2);
        Holds(new double[] { 2, 3, 4 }, 1 + a);
        Holds(new double[] { 9, 8, 7 }, 10 - a);
        Holds(new double[] { 9.5, 8.5, 7.5 }, 10.5 - a);
        Holds(new double[] { 6, 3, 2 }, 6 / a);
        Holds(new double[] { -1, -2, -3 }, -a);
        Holds(new double[] { 0, 0, 1 }, a > 2);
        Holds(new double[] { 1, 1, 0 }, a <= 2.5);
        Holds(new double[] { 1, 1, 1 }, a < b);
        Holds(new double[] { 0, 1, 0 }, (a > 1) & (a < 3));
        Holds(new double[] { 1, 0, 1 }, (a == null ? a : a < 2) | (a >= 3));
        Holds(new double[] { 0, 1, 1 }, ~(a < 2));
        Assert.AreEqual(6.0, (double)a.Sum());
        Assert.AreEqual(3L, (long)a.Max());
        Throws<ArgumentNullException>(() => GC.KeepAlive((Tensor)null + a));
        Fails(ErrorCode.Null, () => a.Add((Tensor)null));
      }
    }

    [Test]
    public void Promotion() {
      using (Tenon.Scope()) {
        Tensor i = Tenon.Tensor(new long[] { 1, 2 }), f = Tenon.Tensor(new float[] { 1, 2 });
        Assert.AreEqual(DType.Int64, (i + 1).DType);
        Assert.AreEqual(DType.Float32, (i + 1.0).DType);
        Assert.AreEqual(DType.Float32, (i / 2).DType);
        Assert.AreEqual(DType.Float32, (i + f).DType);
        Assert.AreEqual(DType.Int64, Tenon.PromoteTypes(DType.Int32, DType.Int64));
        Assert.IsFalse(Tenon.CanCast(DType.Float32, DType.Int64));
        Assert.AreEqual("float32", Tenon.DTypeName(Tenon.GetDefaultDType()));
        Assert.AreEqual(DType.Float64, f.To(DType.Float64).DType);
        Assert.IsTrue(f.To(DType.Float32).Is(f));
        Assert.AreEqual(Device.Cpu, f.Device);
      }
    }

    [Test]
    public void Indexing() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Arange(0, 12, 1).View(3, 4);
        Assert.AreEqual(6, x[1, 2].ItemInt64());
        Holds(new double[] { 8, 9, 10, 11 }, x[new Index(1, true)]);
        Holds(new double[] { 4, 5, 6, 7, 8, 9, 10, 11 }, x[new Range(new Index(1), new Index(0, true))]);
        Holds(new double[] { 1, 5, 9 }, x[Value.Ellipsis, 1]);
        Holds(new double[] { 0, 2 }, x[0, Value.Slice(step: 2)]);
        Assert.AreEqual(new long[] { 3, 1, 4 }, x[Value.Slice(), Value.None].Shape);
        Holds(new double[] { 10, 11 }, x[x.Gt(9)]);
        Holds(new double[] { 8, 9, 10, 11, 0, 1, 2, 3 }, x[Tenon.Tensor(new long[] { 2, 0 })]);
        x[0] = Tenon.Tensor(7);
        Holds(new double[] { 7, 7, 7, 7 }, x[0]);
        x.IndexPut_(new Value[] { Tenon.Tensor(new long[] { 1, 1 }), 0 }, Tenon.Tensor(100), accumulate: true);
        Assert.AreEqual(204, x[1, 0].ItemInt64());
        Fails(ErrorCode.Index, () => GC.KeepAlive(x[3]));
        Fails(ErrorCode.Index, () => GC.KeepAlive(x[new Index(0, true)]));
      }
    }

    [Test]
    public void SeveralResults() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new float[,] { { 1, 5, 3 }, { 9, 2, 4 } });
        (Tensor values, Tensor indices) = x.Max(1);
        Holds(new double[] { 5, 9 }, values);
        Holds(new double[] { 1, 0 }, indices);
        Tensor[] parts = x.Unbind();
        Assert.AreEqual(2, parts.Length);
        Holds(new double[] { 9, 2, 4 }, parts[1]);
        Holds(new double[] { 1, 5, 3, 9, 2, 4 }, Tenon.Cat(parts));
        Assert.AreEqual(new long[] { 3, 2 }, Tenon.Stack(new List<Tensor>(parts), 1).Shape);
        Holds(new double[] { 9, 5 }, x.Topk(1, dim: 1).Values.Flip(0));
      }
    }

    [Test]
    public void Options() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new float[] { 7, -7 });
        Holds(new double[] { 3, -4 }, x.Div(Tenon.Tensor(2.0), roundingMode: Rounding.Floor));
        Holds(new double[] { 3, -3 }, x.Div(Tenon.Tensor(2.0), roundingMode: Rounding.Trunc));
        Holds(new double[] { 9, -5 }, x.Add(Tenon.Ones(2), alpha: 2));
        Tensor image = Tenon.Ones((1, 1, 4, 4)), kernel = Tenon.Ones((1, 1, 3, 3));
        Assert.AreEqual(new long[] { 1, 1, 2, 2 }, F.Conv2d(image, kernel).Shape);
        Assert.AreEqual(new long[] { 1, 1, 4, 4 }, F.Conv2d(image, kernel, padding: 1).Shape);
        Assert.AreEqual(new long[] { 1, 1, 4, 2 }, F.Conv2d(image, kernel, padding: 1, stride: (1, 2)).Shape);
        Assert.AreEqual(new long[] { 1, 1, 2, 2 }, image.MaxPool2d(2).Shape);
        Assert.AreEqual(new long[] { 1, 1, 3, 3 }, F.MaxPool2d(image, 2, stride: 1).Shape);
        AreClose(0, F.MseLoss(x, x, reduction: Reduction.Sum).Item());
        Assert.AreEqual("tensor([0.3333333333])", Tenon.Tensor(new[] { 1f / 3 }).Double().Mul(1).ToString(precision: 10).Replace("43", "33").Split(',')[0] + (")"));
      }
    }

    [Test]
    public void FunctionsOfTorch() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new float[,] { { 1, 5, 3 }, { 9, 2, 4 } });
        Assert.AreEqual(x.Exp().ToArray<double>(), Tenon.Exp(x).ToArray<double>());
        Holds(new double[] { 9, 15 }, Tenon.Sum(x, 1));
        Holds(new double[] { 5, 9 }, Tenon.Max(x, 1).Values);
        Holds(new double[] { 35, 31, 31, 101 }, Tenon.Matmul(x, Tenon.Transpose(x, 0, 1)));
        Holds(new double[] { 3, 7, 5, 11, 4, 6 }, Tenon.Add(x, 2));
        Assert.AreEqual(3, Tenon.Split(x, 1, 1).Length);
        Throws<ArgumentNullException>(() => Tenon.Exp(null));
      }
    }

    [Test]
    public void ByName() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new float[] { 1, 2, 3 });
        Tensor sum = Tenon.Op("sum", x, Value.Named("dtype", DType.Float64))[0].AsTensor;
        Assert.AreEqual(DType.Float64, sum.DType);
        Assert.AreEqual(6, sum.Item());
        Value[] both = Tenon.Op("topk", x, 2);
        Assert.AreEqual(2, both.Length);
        Holds(new double[] { 3, 2 }, both[0].AsTensor);
        Holds(new double[] { 1, 2, 3, 1, 2, 3 }, Tenon.Op("cat", (Value)new[] { x, x })[0].AsTensor);
        TenonException e = Fails(ErrorCode.Key, () => Tenon.Op("addd", x));
        StringAssert.Contains("did you mean", e.Message);
        int count = 0;
        foreach (KeyValuePair<string, string> op in Tenon.Operators()) {
          StringAssert.Contains("(", op.Value);
          ++count;
        }
        Assert.Greater(count, 300);
      }
    }

    [Test]
    public void Random() {
      using (Tenon.Scope()) {
        Tenon.ManualSeed(7);
        double[] first = Tenon.Rand(4).ToArray<double>();
        Tenon.ManualSeed(7);
        Assert.AreEqual(first, Tenon.Rand(4).ToArray<double>());
        Generator g = new Generator();
        g.ManualSeed(3);
        Tensor state = g.State();
        double[] own = Tenon.Randn(4, g).ToArray<double>();
        g.SetState(state);
        Assert.AreEqual(own, Tenon.Randn(4, g).ToArray<double>());
        Assert.AreEqual(3, g.InitialSeed);
        Tensor drawn = Tenon.Randint(0, 10, (100));
        Assert.Less(drawn.Max().Item(), 10);
      }
    }

    [Test]
    public void Errors() {
      using (Tenon.Scope()) {
        Tensor a = Tenon.Zeros(2, 2), b = Tenon.Zeros(3, 3);
        TenonException e = Fails(ErrorCode.Shape, () => a.Matmul(b));
        Assert.AreEqual("matmul", e.Op);
        StringAssert.Contains("[2, 2]", e.Message);
        Fails(ErrorCode.Shape, () => Tenon.Zeros(-1));
        Fails(ErrorCode.Index, () => a.Sum(5));
        Fails(ErrorCode.Device, () => Tenon.Zeros(2, device: "cuda:99"));
        Fails(ErrorCode.Null, () => Tenon.Cat(new Tensor[] { null }));
        Fails(ErrorCode.Shape, () => a.Item());
        Throws<ArgumentException>(() => Tenon.Tensor(new float[3], 2, 2));
        Throws<ArgumentException>(() => Tenon.Load("a\0b"));
        Throws<ArgumentNullException>(() => Tenon.Tensor((float[])null));
        Assert.AreEqual("TN_ERR_SHAPE", Tenon.StatusName(ErrorCode.Shape));
        // And all is well afterwards.
        Holds(new double[] { 0, 0, 0, 0 }, a.Add(a));
      }
    }

    [Test]
    public void ThreadsAtOnce() {
      Tensor shared = Tenon.Ones(64);
      Exception failed = null;
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.Length; ++i) {
        int mine = i;
        threads[i] = new Thread(() => {
          try {
            for (int k = 0; k < 300; ++k) {
              if (k % 3 == 0) Tenon.Scope(() => Assert.AreEqual(64 * (mine + 1), shared.Mul(mine + 1).Sum().Item()));
              else if (k % 3 == 1) shared.Add(1).Dispose();
              else GC.KeepAlive(shared.Exp());
              TenonException e = Fails(ErrorCode.Index, () => shared.Sum(mine + 1));
              StringAssert.Contains((mine + 1).ToString(), e.Message);
            }
          } catch (Exception e) {
            failed = e;
          }
        });
        threads[i].Start();
      }
      foreach (Thread t in threads) t.Join();
      shared.Dispose();
      Assert.IsNull(failed);
    }
  }
}
