import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tenonml.tenon.DataLoader;
import org.tenonml.tenon.Dataset;
import org.tenonml.tenon.DType;
import org.tenonml.tenon.F;
import org.tenonml.tenon.Module;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.nn.Conv2d;
import org.tenonml.tenon.nn.Dropout;
import org.tenonml.tenon.nn.Flatten;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.nn.MaxPool2d;
import org.tenonml.tenon.nn.ReLU;
import org.tenonml.tenon.nn.Sequential;
import org.tenonml.tenon.optim.Adam;

/**
 * Learns to read handwritten digits: the same network as examples/c/digits.c, which learns the same from the same seed.
 * Usage: Digits --data DIR [--epochs N] [--seed N] [--workers N] [--save FILE]   (DIR has MNIST's IDX files)
 */
public final class Digits {
  private static final int BATCH = 50, TEST_BATCH = 500;
  private static final double LEARNING_RATE = 2e-3;

  private record Pair(Tensor images, Tensor labels) {
    static Pair load(Path folder, String part) {
      Tensor images = Tenon.loadIdx(find(folder, part + "-images-idx3-ubyte")), labels = Tenon.loadIdx(find(folder, part + "-labels-idx1-ubyte"));
      return new Pair(images.reshape(-1, 1, 28, 28), labels.to(DType.INT64));
    }

    static String find(Path folder, String name) {
      Path plain = folder.resolve(name);
      return (Files.exists(plain) ? plain : folder.resolve(name + ".gz")).toString();
    }

    Pair part(long begin, long count) {
      return new Pair(images.narrow(0, begin, count), labels.narrow(0, begin, count));
    }

    long count() {
      return labels.size(0);
    }
  }

  private static Module network() {
    return new Sequential(new Conv2d(1, 16, 5), new ReLU(), new MaxPool2d(2), new Conv2d(16, 32, 3), new ReLU(), new MaxPool2d(2),
        new Flatten(), new Dropout(Dropout.options().p(0.25)), new Linear(800, 128), new ReLU(),
        new Dropout(Dropout.options().p(0.25)), new Linear(128, 10));
  }

  /** Bytes become numbers from 0 to 1. */
  private static Tensor forward(Module net, Tensor images) {
    return net.forward(images.div(255.0));
  }

  private static double accuracy(Module net, Pair test) {
    net.eval();
    long[] right = new long[1];
    Tenon.noGrad(() -> {
      for (long i = 0; i < test.count(); i += TEST_BATCH) {
        Pair part = test.part(i, Math.min(TEST_BATCH, test.count() - i));
        Tenon.scope(() -> right[0] += forward(net, part.images).argmax(1).eq(part.labels).sum().itemLong());
      }
    });
    return (double) right[0] / test.count();
  }

  private static void progress(long done, long all, double loss, double speed) {
    if (System.console() == null) return;
    int filled = (int) (30 * done / all);
    System.out.printf(Locale.ROOT, "\r[%s%s] %3d %%  loss %.4f  %.0f images/s ", "█".repeat(filled), "·".repeat(30 - filled),
        100 * done / all, loss, speed);
    System.out.flush();
  }

  private static String option(String[] arguments, String name, String otherwise) {
    for (int i = 0; i + 1 < arguments.length; ++i) if (arguments[i].equals(name)) return arguments[i + 1];
    return otherwise;
  }

  public static void main(String[] arguments) {
    String data = option(arguments, "--data", null), save = option(arguments, "--save", null);
    long epochs = Long.parseLong(option(arguments, "--epochs", "5")), seed = Long.parseLong(option(arguments, "--seed", "1"));
    long workers = Long.parseLong(option(arguments, "--workers", "2"));
    if (data == null) {
      System.err.println("Digits: --data DIR is wanted, a folder with MNIST's files; build/bin/digits --draw DIR makes some");
      System.exit(1);
    }
    Tenon.manualSeed(seed);
    Module net = network();
    Pair test = Pair.load(Path.of(data), "t10k"), train;
    if (Files.exists(Path.of(Pair.find(Path.of(data), "train-images-idx3-ubyte")))) {
      train = Pair.load(Path.of(data), "train");
    } else {
      long cut = test.count() / 5 * 4;
      train = test.part(0, cut);
      test = test.part(cut, test.count() - cut);
    }
    DataLoader loader = new DataLoader(Dataset.of(train.images, train.labels),
        DataLoader.options().batchSize(BATCH).shuffle(true).workers(workers).seed(seed));
    Adam adam = new Adam(net.parameters());

    for (long epoch = 0; epoch < epochs; ++epoch) {
      adam.setLr(LEARNING_RATE * (1 - (double) epoch / epochs));
      net.train(true);
      double[] sum = new double[1];
      long[] step = new long[1];
      long begin = System.nanoTime();
      for (Tensor[] batch : loader) {
        Tenon.scope(() -> {
          Tensor loss = F.crossEntropy(forward(net, batch[0]), batch[1]);
          adam.zeroGrad();
          loss.backward();
          adam.step();
          double value = loss.item();
          sum[0] += value;
          progress(++step[0], loader.length(), value, step[0] * BATCH / ((System.nanoTime() - begin) / 1e9));
        });
        for (Tensor one : batch) one.close();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "%sepoch %d of %d: loss %.4f, test accuracy %.4f, %.1f s, %.0f images/s%n",
          System.console() == null ? "" : "\r\033[K", epoch + 1, epochs, sum[0] / step[0], accuracy(net, test), seconds,
          train.count() / seconds);
    }
    if (save != null) net.save(save);
    System.out.printf(Locale.ROOT, "accuracy: %.4f%n", accuracy(net, test));
  }
}
