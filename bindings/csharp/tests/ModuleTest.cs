using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;
using TenonML.NN;
using TenonML.Optim;

namespace TenonML.Tests {
  [TestFixture]
  public class ModuleTest : LiveCount {
    [Test]
    public void ClassesFromTheSchemas() {
      using (Tenon.Scope()) {
        Assert.AreEqual("Linear(in_features=3, out_features=2, bias=False)", new Linear(3, 2, bias: false).ToString());
        Assert.AreEqual("Conv2d(1, 4, kernel_size=(3, 5), stride=(2, 2), padding=(1, 1))",
                        new Conv2d(1, 4, (3, 5), stride: 2, padding: 1).ToString());
        Assert.AreEqual("Conv2d(1, 4, kernel_size=(3, 3), stride=(1, 1), padding=same)", new Conv2d(1, 4, 3, padding: "same").ToString());
        Assert.AreEqual("BatchNorm2d(4, eps=1e-05, momentum=None, affine=True, track_running_stats=True)",
                        new BatchNorm2d(4, momentum: null).ToString());
        Assert.AreEqual("MaxPool2d(kernel_size=2, stride=1, padding=0, dilation=1, ceil_mode=False)",
                        Regex.Replace(new MaxPool2d(2, stride: 1).ToString(), "\\[(\\d)\\]", "$1"));
        Assert.AreEqual("LayerNorm((4,), eps=1e-05, elementwise_affine=True)", new LayerNorm(4).ToString());
        Assert.AreEqual("Dropout(p=0.1, inplace=False)", new Dropout(0.1).ToString());
        Assert.AreEqual("Embedding(10, 3, padding_idx=0)", new Embedding(10, 3, paddingIdx: 0).ToString());
        Assert.AreEqual("LeakyReLU(negative_slope=0.2)", new LeakyReLU(0.2).ToString());
        Tensor x = Tenon.Tensor(new float[] { 1, 2 }), y = Tenon.Tensor(new float[] { 3, 2 });
        Assert.AreEqual(2, new MSELoss().Forward(x, y).Item());
        Assert.AreEqual(4, new MSELoss(reduction: "sum").Forward(x, y).Item());
        Tensor weight = Tenon.Tensor(new float[] { 1, 3 });
        Tensor scores = Tenon.Zeros(2, 2), target = Tenon.Tensor(new long[] { 0, 1 });
        AreClose(Math.Log(2), new CrossEntropyLoss(weight: weight).Forward(scores, target).Item());
        TenonException e = Fails(ErrorCode.Key, () => new Module("Liner", null));
        StringAssert.Contains("Linear", e.Message);
        Fails(ErrorCode.Value, () => new Conv2d(3, 4, 3, groups: 2));
      }
    }

    [Test]
    public void ArgumentsAsJson() {
      using (Tenon.Scope()) {
        Json all = new Json().Add("a", 1).Add("b", 2.0).Add("c", true).Add("d", "q\"\\\n").Add("e", (Pair)3).Add("f", (1.0, 2.5)).Add("g", (long?)null)
          .AddOrNull("h", (double?)null).Add("i", double.NaN).Add("j", Tenon.Tensor(new float[,] { { 1 }, { 2 } })).Add("k", new[] { 0.5 })
          .Add("l", (object)new object[] { 1, null, "x", new[] { 2L } }).Add("m", 1e-5).Add("n", (object)null);
        Assert.AreEqual("{\"a\": 1, \"b\": 2.0, \"c\": true, \"d\": \"q\\\"\\\\\\u000a\", \"e\": [3, 3], \"f\": [1.0, 2.5], \"h\": null, " +
                        "\"i\": \"nan\", \"j\": [[1.0], [2.0]], \"k\": [0.5], \"l\": [1, null, \"x\", [2]], \"m\": 1E-05}", all.ToString());
        Throws<ArgumentException>(() => new Json().Add("a", new object()));
      }
    }

    [Test]
    public void EveryClassIsThere() {
      HashSet<string> here = new HashSet<string>();
      foreach (Type t in typeof(Module).Assembly.GetTypes())
        if (typeof(Module).IsAssignableFrom(t) || typeof(Optimizer).IsAssignableFrom(t)) here.Add(t.Name);
      foreach (KeyValuePair<string, string> c in Tenon.ModuleClasses()) Assert.IsTrue(here.Contains(c.Key), c.Value);
      foreach (KeyValuePair<string, string> c in Tenon.OptimizerClasses()) Assert.IsTrue(here.Contains(c.Key), c.Value);
    }

    [Test]
    public void ATreeOfModules() {
      using (Tenon.Scope()) {
        Sequential net = new Sequential(new Linear(4, 3), new ReLU(), new Sequential(new Linear(3, 2)));
        Assert.AreEqual(3, net.Count);
        Assert.AreSame(((Sequential)net[2])[0], net.Child("2.0"));
        Assert.AreEqual("Linear", net.Child("2.0").ClassName);
        Assert.AreEqual(4, net.Parameters().Length);
        Assert.AreEqual(new long[] { 2, 3 }, net.Parameter("2.0.weight").Shape);
        Assert.AreEqual(new[] { "0.weight", "0.bias", "2.0.weight", "2.0.bias" }, net.StateDict().Names);
        Fails(ErrorCode.Key, () => net.Child("7"));
        Fails(ErrorCode.Key, () => net.Parameter("0.wight"));
        int n = 0;
        net.Apply(m => ++n);
        Assert.AreEqual(5, n);
        Assert.AreEqual(5, new List<Module>(net.Modules()).Count);
        Assert.IsTrue(net.IsTraining);
        net.Eval();
        Assert.IsFalse(net.Child("2.0").IsTraining);
        net.To(DType.Float64);
        Assert.AreEqual(DType.Float64, net.Parameter("0.bias").DType);
        net.RequiresGrad_(false);
        Assert.IsFalse(net.Parameter("0.bias").RequiresGrad);
        TensorDict state = net.StateDict();
        state["0.bias"].Fill_(5).GetType();
        Assert.AreEqual(5, net.Parameter("0.bias").ToArray<double>()[0]);
        Sequential other = new Sequential(new Linear(4, 3), new ReLU(), new Sequential(new Linear(3, 2)));
        other.LoadStateDict(state);
        Assert.AreEqual(5, other.Parameter("0.bias").ToArray<double>()[0]);
        TenonException e = Fails(ErrorCode.Key, () => new Sequential(new Linear(4, 3)).LoadStateDict(state));
        StringAssert.Contains("2.0.weight", e.Message);
      }
    }

    class Scaled : Module {
      public readonly Tensor Scale, Steps;
      public int Calls;

      public Scaled(double scale = 2) {
        Scale = AddParameter("scale", Tenon.Full(1, scale));
        Steps = AddBuffer("steps", Tenon.Zeros(1));
        AddParameter("nothing", null);
      }

      public override Tensor Forward(Tensor x) {
        ++Calls;
        return x * Scale;
      }
    }

    class TwoInOne : Module {
      public override Tensor[] Call(params Tensor[] inputs) { return new[] { inputs[0] + inputs[1], inputs[0] - inputs[1] }; }
    }

    class Thrower : Module {
      public override Tensor Forward(Tensor x) { throw new FormatException("from forward"); }
    }

    class Lazy : Module { }

    [Test]
    public void ModulesOfTheHost() {
      using (Tenon.Scope()) {
        Scaled own = new Scaled();
        Sequential net = new Sequential(own, new ReLU(), new Scaled(3));
        Tensor x = Tenon.Tensor(new float[] { 1, -1 });
        Holds(new double[] { 6, 0 }, net.Forward(x));
        Assert.AreEqual(1, own.Calls);
        Assert.AreSame(own, net[0]);
        Assert.AreSame(own, net.Child("0"));
        Assert.AreEqual(2, net.Parameters().Length);
        Assert.AreEqual(2, new List<KeyValuePair<string, Tensor>>(net.NamedBuffers()).Count);
        Assert.IsNull(own.Parameter("nothing"));
        StringAssert.Contains("(0): Scaled()", net.ToString());
        net.Forward(x).Sum().Backward();
        Holds(new double[] { 3 }, own.Scale.Grad);
        Tensor[] both = new TwoInOne().Call(x, x);
        Holds(new double[] { 0, 0 }, both[1]);
        Assert.AreEqual("from forward", Throws<FormatException>(() => new Sequential(new Thrower()).Forward(x)).Message);
        Throws<NotImplementedException>(() => new Sequential(new Lazy()).Forward(x));
        Fails(ErrorCode.Key, () => own.Add("a.b", new ReLU()));
        Fails(ErrorCode.Key, () => own.Add("scale", new ReLU()));
        Fails(ErrorCode.Value, () => ((Module)net).Child("2").Add("loop", net));
        Fails(ErrorCode.Null, () => own.Add("none", (Module)null));
        ModuleList list = new ModuleList(new Linear(2, 2), new Scaled());
        list.Append(own);
        Assert.AreEqual(3, list.Count);
        Assert.AreEqual(4, list.Parameters().Length);
      }
    }

    [Test]
    public void HeldByTheirParentsAlone() {
      Sequential net = Tenon.Scope(() => new Sequential(new Scaled(), new Sequential(new Scaled())));
      GC.Collect();
      GC.WaitForPendingFinalizers();
      using (Tensor x = Tenon.Ones(1))
      using (Tensor y = net.Forward(x)) Assert.AreEqual(4, y.Item());
      net.Dispose();
    }

    [Test]
    public void SharedByTwoParents() {
      Linear shared = new Linear(1, 1);
      Sequential a = new Sequential(shared), b = new Sequential(shared);
      a.Dispose();
      Assert.IsFalse(shared.IsDisposed);
      b.Dispose();
      Assert.IsTrue(shared.IsDisposed);
      Scaled one = new Scaled(), two = new Scaled();
      two.AddParameter("tied", one.Scale);
      one.Dispose();
      Assert.IsFalse(one.Scale.IsDisposed);
      two.Dispose();
      Assert.IsTrue(one.Scale.IsDisposed);
      ModuleList list = new ModuleList(new ReLU());
      Module first = list[0];
      list.Add("0", new GELU());
      Assert.IsFalse(first.IsDisposed);
      list.Dispose();
      first.Dispose();
    }

    [Test]
    public void Files() {
      string path = Path.Combine(Work.Folder, "net.safetensors");
      Module.Register("Scaled", json => new Scaled(double.Parse(Regex.Match(json, "[0-9.]+").Value)));
      using (Tenon.Scope()) {
        Scaled own = new Scaled(7);
        own.SetArguments("{\"scale\": 5}");
        Assert.AreEqual("{\"scale\": 5}", own.Arguments);
        new Sequential(new Linear(1, 1), own).Save(path);
        Module loaded = Module.Load(path);
        Assert.IsInstanceOf<Scaled>(loaded.Child("1"));
        Assert.AreEqual(7, ((Scaled)loaded.Child("1")).Scale.Item());
        own.Save(path);
        Scaled alone = (Scaled)Module.Load(path);
        Holds(new double[] { 14 }, alone.Forward(Tenon.Full(1, 2.0)));
        Module.Unregister("Scaled");
        StringAssert.Contains("Scaled", Fails(ErrorCode.Key, () => Module.Load(path)).Message);
        Module.Register("Scaled", json => { throw new FormatException("no"); });
        Throws<FormatException>(() => Module.Load(path));
        Module.Unregister("Scaled");
        Fails(ErrorCode.Value, () => Module.Register("Linear", json => null));
      }
    }

    [Test]
    public void Training() {
      Tenon.ManualSeed(1);
      using (Tenon.Scope()) {
        foreach (string which in new[] { "SGD", "Adam", "AdamW" }) {
          Net net = new Net();
          Tensor x = Tenon.Randn(64, 4), y = (x.Sum(1) > 0).Long();
          Optimizer o = which == "SGD" ? new SGD(net.Parameters(), lr: 0.5, momentum: 0.9)
                        : which == "Adam" ? (Optimizer)new Adam(net.Parameters(), lr: 0.05, betas: (0.9, 0.99)) : new AdamW(net.Parameters(), lr: 0.05);
          double first = 0, last = 0;
          for (int i = 0; i < 40; ++i)
            Tenon.Scope(() => {
              Tensor loss = F.CrossEntropy(net.Forward(x), y);
              o.ZeroGrad();
              loss.Backward();
              o.Step();
              last = loss.Item();
              if (i == 0) first = last;
            });
          Assert.Less(last, first / 3, which);
          Assert.AreEqual(1, o.GroupCount);
          o.Lr = 0.25;
          Assert.AreEqual(0.25, o.Get(0, "lr"));
          Fails(ErrorCode.Key, () => o.Get(0, "speed"));
          TensorDict state = o.StateDict();
          o.LoadStateDict(state);
          Tree tree = o.StateTree();
          o.LoadStateTree(tree);
        }
        Fails(ErrorCode.Value, () => new Adam(new Net().Parameters(), lr: -1));
        Fails(ErrorCode.Value, () => new SGD(new Tensor[0]));
        Throws<ArgumentNullException>(() => new SGD(null));
        Linear extra = new Linear(1, 1);
        SGD two = new SGD(new Net().Parameters());
        two.AddGroup(extra.Parameters(), "{\"lr\": 0.5}");
        Assert.AreEqual(0.5, two.Get(1, "lr"));
      }
    }

    [Test]
    public void TrainingOnManyThreads() {
      Net shared = new Net();
      shared.Eval();
      Exception failed = null;
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.Length; ++i) {
        threads[i] = new Thread(() => {
          try {
            using (Tenon.Scope()) {
              Net net = new Net();
              SGD sgd = new SGD(net.Parameters(), lr: 0.1);
              for (int k = 0; k < 60; ++k)
                using (Tenon.Scope()) {
                  Tensor x = Tenon.Randn(8, 4), wanted = Tenon.NoGrad(() => shared.Forward(x));
                  Tensor loss = F.MseLoss(net.Forward(x), wanted);
                  sgd.ZeroGrad();
                  loss.Backward();
                  sgd.Step();
                }
            }
            // What is left to the collector while others work.
            for (int k = 0; k < 200; ++k) GC.KeepAlive(shared.Forward(Tenon.Ones(1, 4)).Sum());
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

    // As torch 1.13 has them for a rate of 0.5.
    static void Goes(Func<Optimizer, LRScheduler> make, params double[] expected) {
      SGD o = new SGD(new Linear(1, 1).Parameters(), lr: 0.5);
      LRScheduler s = make(o);
      foreach (double rate in expected) {
        Assert.AreEqual(rate, o.Lr, 1e-9);
        Assert.AreEqual(rate, s.LastLr[0], 1e-9);
        s.Step();
      }
      s.Epoch = 1;
      Assert.AreEqual(expected[1], o.Lr, 1e-9);
    }

    [Test]
    public void Schedulers() {
      using (Tenon.Scope()) {
        Goes(o => new StepLR(o, 2), 0.5, 0.5, 0.05, 0.05, 0.005, 0.005);
        Goes(o => new MultiStepLR(o, new[] { 1, 4 }, 0.5), 0.5, 0.25, 0.25, 0.25, 0.125, 0.125);
        Goes(o => new ExponentialLR(o, 0.9), 0.5, 0.45, 0.405, 0.3645, 0.32805, 0.295245);
        Goes(o => new LinearLR(o, totalIters: 4), 0.5 / 3, 0.25, 1.0 / 3, 1.25 / 3, 0.5, 0.5);
        Goes(o => new CosineAnnealingLR(o, 4, 0.1), 0.5, 0.4414213562373095, 0.3, 0.15857864376269053, 0.1, 0.15857864376269053);
        Goes(o => new LambdaLR(o, e => 1.0 / (1 + e)), 0.5, 0.25, 0.5 / 3, 0.125, 0.1);
        SGD given = new SGD(new Linear(1, 1).Parameters());
        Throws<ArgumentOutOfRangeException>(() => new StepLR(given, 0));
        Throws<ArgumentNullException>(() => new LambdaLR(given, null));
        Throws<ArgumentNullException>(() => new ExponentialLR(null, 1));
      }
    }
  }
}
