using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using TenonML.NN;
using TenonML.Optim;

namespace TenonML.Tests {
  internal static class Work {
    internal static string Folder {
      get { return Environment.GetEnvironmentVariable("TENON_TEST_WORK") ?? Path.GetTempPath(); }
    }

    internal static string Checkpoint(string name) {
      string data = Environment.GetEnvironmentVariable("TENON_DATA");
      string path = data == null ? null : Path.Combine(Path.Combine(data, "checkpoints"), name);
      return path != null && File.Exists(path) ? path : null;
    }
  }

  [TestFixture]
  public class FileTest : LiveCount {
    static string At(string name) { return Path.Combine(Work.Folder, name); }

    [Test]
    public void Dictionaries() {
      using (Tenon.Scope()) {
        TensorDict d = new TensorDict { { "a", Tenon.Ones(2) }, { "b.c", Tenon.Arange(0, 3, 1) } };
        d.SetMetadata("format", "pt");
        d.SetMetadata("größe", "ä");
        Assert.AreEqual(2, d.Count);
        Assert.IsTrue(d.Has("a") && !d.Has("c"));
        Tenon.SafetensorsSave(d, At("d.safetensors"));
        TensorDict back = Tenon.SafetensorsLoad(At("d.safetensors"));
        Assert.AreEqual(new[] { "a", "b.c" }, Sorted(back.Names));
        Assert.AreEqual("ä", back.GetMetadata("größe"));
        Assert.AreEqual(2, back.MetadataKeys.Length);
        Holds(new double[] { 0, 1, 2 }, back["b.c"]);
        back.SetMetadata("format", null);
        Fails(ErrorCode.Key, () => back.GetMetadata("format"));
        StringAssert.Contains("b.c", Fails(ErrorCode.Key, () => GC.KeepAlive(back["b.d"])).Message);
        TensorDict mapped = Tenon.SafetensorsLoad(At("d.safetensors"), mapped: true);
        Fails(ErrorCode.State, () => mapped["a"].Add_(1));
        Tenon.SafetensorsSaveSharded(d, At("d.safetensors.index.json"), 10);
        Assert.AreEqual(2, Tenon.SafetensorsLoad(At("d.safetensors.index.json")).Count);
        Tenon.NpzSave(d, At("d.npz"), compressed: true);
        Assert.AreEqual(2, Tenon.NpzLoad(At("d.npz")).Count);
        Tenon.SaveStateDict(d, At("d.pt"));
        Assert.AreEqual(new[] { "a", "b.c" }, Tenon.LoadStateDict(At("d.pt")).Names);
        int n = 0;
        foreach (KeyValuePair<string, Tensor> pair in d) n += pair.Key.Length + (int)pair.Value.Numel;
        Assert.AreEqual(9, n);
      }
    }

    static string[] Sorted(string[] names) {
      Array.Sort(names, StringComparer.Ordinal);
      return names;
    }

    [Test]
    public void Arrays() {
      using (Tenon.Scope()) {
        Tensor x = Tenon.Tensor(new float[,] { { 1, 2 }, { 3, 4.5f } });
        Tenon.NpySave(x, At("x.npy"));
        Holds(new[] { 1, 2, 3, 4.5 }, Tenon.NpyLoad(At("x.npy")));
        Tenon.CsvSave(x, At("x.csv"), delimiter: ';');
        Assert.AreEqual("1;2\n3;4.5\n", File.ReadAllText(At("x.csv")));
        Holds(new[] { 3, 4.5 }, Tenon.CsvLoad(At("x.csv"), skipRows: 1, delimiter: ';'));
        Fails(ErrorCode.Io, () => Tenon.NpyLoad(At("nowhere.npy")));
        File.WriteAllText(At("broken.npy"), "not an array");
        Fails(ErrorCode.Io, () => Tenon.NpyLoad(At("broken.npy")));
        File.WriteAllBytes(At("idx"), new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 5, 6 });
        Holds(new double[] { 5, 6 }, Tenon.LoadIdx(At("idx")));
      }
    }

    [Test]
    public void Trees() {
      using (Tenon.Scope()) {
        Tree t = Tree.Dict();
        t["epoch"] = 3;
        t["rate"] = 0.5;
        t["name"] = "größe";
        t["on"] = true;
        t["none"] = (string)null;
        t["weights"] = Tenon.Ones(2);
        t["list"] = Tree.List(1, "two", Tree.Tuple(3.5));
        t["bytes"] = new byte[] { 1, 0, 2 };
        t.Set(7, Tree.FromDType(DType.Float16));
        Tenon.Save(t, At("t.pt"));
        Tree back = Tenon.Load(At("t.pt"));
        Assert.AreEqual(TreeKind.Dict, back.Kind);
        Assert.AreEqual(9, back.Count);
        Assert.AreEqual(3, back["epoch"].AsInt());
        Assert.AreEqual(0.5, back["rate"].AsFloat());
        Assert.AreEqual("größe", back["name"].AsString());
        Assert.IsTrue(back["on"].AsBool());
        Assert.AreEqual(TreeKind.None, back["none"].Kind);
        Holds(new double[] { 1, 1 }, back["weights"].AsTensor());
        Assert.AreEqual(3.5, back["list"][2][0].AsFloat());
        Assert.AreEqual(new byte[] { 1, 0, 2 }, back["bytes"].AsBytes());
        Assert.AreEqual(DType.Float16, back.Get(7).AsDType());
        Assert.AreEqual("int", back["epoch"].ClassName);
        Assert.AreEqual("epoch", back.Key(0).AsString());
        Fails(ErrorCode.Type, () => back["name"].AsInt());
        StringAssert.Contains("epoch", Fails(ErrorCode.Key, () => GC.KeepAlive(back["epoc"])).Message);
        int n = 0;
        foreach (Tree item in back["list"]) n += item.Kind == TreeKind.Tuple ? 10 : 1;
        Assert.AreEqual(12, n);
        Assert.AreEqual(-1, ((Tree)(-1)).AsInt());
        Assert.AreEqual(new[] { "weights" }, back.Tensors().Names);
        Tree list = Tree.List();
        list.Append(1);
        Assert.AreEqual(1, list.Count);
        Fails(ErrorCode.Index, () => list.Item(1));
      }
    }

    [Test]
    public void CheckpointsOfARun() {
      using (Tenon.Scope()) {
        Net net = new Net(), other = new Net();
        Adam adam = new Adam(net.Parameters()), theirs = new Adam(other.Parameters());
        net.Forward(Tenon.Ones(1, 4)).Sum().Backward();
        adam.Step();
        Tenon.Save(Tenon.Checkpoint(net, adam, 12), At("run.pt"));
        Assert.AreEqual(12, Tenon.CheckpointRestore(Tenon.Load(At("run.pt")), other, theirs));
        Tensor x = Tenon.Ones(1, 4);
        Assert.AreEqual(net.Forward(x).ToArray<double>(), other.Forward(x).ToArray<double>());
      }
    }

    [Test]
    public void PyTorchsOwn() {
      string path = Work.Checkpoint("1653109+mnist-pytorch__results_model.pth");
      if (path == null) Assert.Ignore("no checkpoints of PyTorch's at hand (TENON_DATA)");
      using (Tenon.Scope()) {
        TensorDict d = Tenon.LoadStateDict(path);
        Assert.Greater(d.Count, 3);
        foreach (KeyValuePair<string, Tensor> pair in d) Assert.IsTrue(pair.Value.Isfinite().All().Item() == 1, pair.Key);
        Tree tree = Tenon.Load(path);
        Assert.AreEqual("collections.OrderedDict", tree.ClassName);
      }
    }
  }
}
