using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using TenonML;
using TenonML.NN;

/// <summary>
/// Loads what torch.save wrote, without Python: prints what is in it, and runs PyTorch's own MNIST network with its weights.
/// Usage: LoadCheckpoint.exe FILE [--data DIR]   (DIR has MNIST's test files)
/// </summary>
static class LoadCheckpoint {
  /// <summary>The network of a well-known tutorial, whose state_dict many files have.</summary>
  sealed class TutorialNet : Module {
    readonly Conv2d conv1, conv2;
    readonly Linear fc1, fc2;

    public TutorialNet() {
      conv1 = Add("conv1", new Conv2d(1, 10, 5));
      conv2 = Add("conv2", new Conv2d(10, 20, 5));
      fc1 = Add("fc1", new Linear(320, 50));
      fc2 = Add("fc2", new Linear(50, 10));
    }

    public override Tensor Forward(Tensor x) {
      return Tenon.Scope(() => {
        Tensor seen = conv1.Forward(x).MaxPool2d(2).Relu();
        seen = conv2.Forward(seen).MaxPool2d(2).Relu();
        return fc2.Forward(fc1.Forward(seen.Flatten(1)).Relu());
      });
    }
  }

  static void Print(Tree tree, string name, string indent) {
    switch (tree.Kind) {
      case TreeKind.Tensor: {
        Tensor t = tree.AsTensor();
        Console.WriteLine("{0}{1}: {2} [{3}]", indent, name, t.DType, string.Join(", ", t.Shape));
        break;
      }
      case TreeKind.Dict:
      case TreeKind.List:
      case TreeKind.Tuple: {
        Console.WriteLine("{0}{1}: {2} of {3}", indent, name, tree.ClassName, tree.Count);
        for (long i = 0; i < tree.Count; ++i)
          Print(tree.Item(i), tree.Kind == TreeKind.Dict && tree.Key(i).Kind == TreeKind.String ? tree.Key(i).AsString() : i.ToString(), indent + "  ");
        break;
      }
      default:
        Console.WriteLine("{0}{1}: {2}", indent, name, tree.ClassName);
        break;
    }
  }

  static double Accuracy(Module net, string folder) {
    Tensor images = Tenon.LoadIdx(folder + "/t10k-images-idx3-ubyte.gz"), labels = Tenon.LoadIdx(folder + "/t10k-labels-idx1-ubyte.gz");
    long right = 0;
    for (long i = 0; i < labels.Numel; i += 500)
      using (Tenon.Scope()) {
        // As the tutorial prepares them: mean 0, deviation 1.
        Tensor x = (images.Narrow(0, i, 500).Unsqueeze(1) / 255.0 - 0.1307) / 0.3081;
        right += net.Forward(x).Argmax(1).Eq(labels.Narrow(0, i, 500)).Sum().ItemInt64();
      }
    return (double)right / labels.Numel;
  }

  static int Main(string[] arguments) {
    Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    return Arguments.Run("LoadCheckpoint", () => {
      if (arguments.Length < 1) throw new ArgumentException("usage: LoadCheckpoint.exe FILE [--data DIR]");
      using (Tenon.Scope()) {
        Print(Tenon.Load(arguments[0]), "file", "");
        TensorDict weights = Tenon.LoadStateDict(arguments[0]);
        long elements = 0;
        foreach (KeyValuePair<string, Tensor> one in weights) elements += one.Value.Numel;
        Console.WriteLine(elements + " elements");
        string data = Arguments.Option(arguments, "--data", null);
        if (data == null) return;
        TutorialNet net = new TutorialNet();
        net.LoadStateDict(weights);
        net.Eval();
        Console.WriteLine("accuracy: {0:F4}", Tenon.NoGrad(() => Accuracy(net, data)));
      }
    });
  }
}
