using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using TenonML;
using TenonML.NN;
using TenonML.Optim;

/// <summary>
/// Learns to read handwritten digits: the same network as examples/c/digits.c, which learns the same from the same seed.
/// Usage: Digits.exe --data DIR [--epochs N] [--seed N] [--workers N] [--save FILE]   (DIR has MNIST's IDX files)
/// </summary>
static class Digits {
  const int BatchSize = 50, TestBatch = 500;
  const double LearningRate = 2e-3;

  sealed class Pictures {
    public readonly Tensor Images, Labels;

    public Pictures(Tensor images, Tensor labels) {
      Images = images;
      Labels = labels;
    }

    public static Pictures Load(string folder, string part) {
      return new Pictures(Tenon.LoadIdx(Find(folder, part + "-images-idx3-ubyte")).Reshape((-1, 1, 28, 28)),
                          Tenon.LoadIdx(Find(folder, part + "-labels-idx1-ubyte")).To(DType.Int64));
    }

    public static string Find(string folder, string name) {
      string plain = Path.Combine(folder, name);
      return File.Exists(plain) ? plain : plain + ".gz";
    }

    public long Count { get { return Labels.Numel; } }

    public Pictures Part(long begin, long count) {
      return new Pictures(Images.Narrow(0, begin, count), Labels.Narrow(0, begin, count));
    }
  }

  static Module Network() {
    return new Sequential(new Conv2d(1, 16, 5), new ReLU(), new MaxPool2d(2), new Conv2d(16, 32, 3), new ReLU(), new MaxPool2d(2),
                          new Flatten(), new Dropout(0.25), new Linear(800, 128), new ReLU(), new Dropout(0.25), new Linear(128, 10));
  }

  /// <summary>Bytes become numbers from 0 to 1.</summary>
  static Tensor Scores(Module net, Tensor images) { return net.Forward(images / 255.0); }

  static double Accuracy(Module net, Pictures test) {
    long right = 0;
    net.Eval();
    Tenon.NoGrad(() => {
      for (long i = 0; i < test.Count; i += TestBatch)
        using (Tenon.Scope()) {
          Pictures part = test.Part(i, Math.Min(TestBatch, test.Count - i));
          right += Scores(net, part.Images).Argmax(1).Eq(part.Labels).Sum().ItemInt64();
        }
    });
    return (double)right / test.Count;
  }

  static void ShowProgress(long done, long all, double loss, double speed) {
    if (Console.IsOutputRedirected) return;
    int filled = (int)(30 * done / all);
    Console.Write("\r[{0}{1}] {2,3} %  loss {3:F4}  {4:F0} images/s ", new string('█', filled), new string('·', 30 - filled),
                  100 * done / all, loss, speed);
  }

  static void TrainEpoch(Module net, Adam adam, DataLoader loader, Func<double, string> end) {
    Stopwatch watch = Stopwatch.StartNew();
    double sum = 0;
    long step = 0;
    net.Train();
    foreach (Batch batch in loader) {
      using (batch)
      using (Tenon.Scope()) {
        Tensor loss = F.CrossEntropy(Scores(net, batch.X), batch.Y);
        adam.ZeroGrad();
        loss.Backward();
        adam.Step();
        sum += loss.Item();
        ++step;
        ShowProgress(step, loader.Length, loss.Item(), step * BatchSize / watch.Elapsed.TotalSeconds);
      }
    }
    double seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine("{0}{1}", Console.IsOutputRedirected ? "" : "\r\u001b[K", string.Format(end(seconds), sum / step));
  }

  static int Main(string[] arguments) {
    Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    return Arguments.Run("Digits", () => {
      string data = Arguments.Option(arguments, "--data", null), save = Arguments.Option(arguments, "--save", null);
      int epochs = Arguments.Number(arguments, "--epochs", 5), seed = Arguments.Number(arguments, "--seed", 1);
      int workers = Arguments.Number(arguments, "--workers", 2);
      if (data == null) throw new ArgumentException("--data DIR is wanted, a folder with MNIST's files; build/bin/digits --draw DIR makes some");

      Tenon.ManualSeed(seed);
      Module net = Network();
      Pictures test = Pictures.Load(data, "t10k"), train;
      if (File.Exists(Pictures.Find(data, "train-images-idx3-ubyte"))) {
        train = Pictures.Load(data, "train");
      } else {
        long cut = test.Count / 5 * 4;
        train = test.Part(0, cut);
        test = test.Part(cut, test.Count - cut);
      }
      DataLoader loader = new DataLoader(new TensorDataset(train.Images, train.Labels), BatchSize, shuffle: true, workers: workers, seed: seed);
      Adam adam = new Adam(net.Parameters());
      for (int epoch = 0; epoch < epochs; ++epoch) {
        adam.Lr = LearningRate * (1 - (double)epoch / epochs);
        TrainEpoch(net, adam, loader, seconds => string.Format(
          "epoch {0} of {1}: loss {{0:F4}}, test accuracy {2:F4}, {3:F1} s, {4:F0} images/s", epoch + 1, epochs, Accuracy(net, test),
          seconds, train.Count / seconds));
      }
      if (save != null) net.Save(save);
      Console.WriteLine("accuracy: {0:F4}", Accuracy(net, test));
    });
  }
}
