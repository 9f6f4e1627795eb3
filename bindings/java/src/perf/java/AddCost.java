import java.util.Arrays;
import java.util.Locale;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.Tenon;

/** What an add of 16 floats costs from Java, its object and its clean-up included, as tenon-perf's case add_16 has it in C. */
public final class AddCost {
  private static final int ROUNDS = 15, CALLS = 200_000, SCOPE = 100;
  private static final Tensor a = Tenon.rand(16), b = Tenon.rand(16);

  private interface Way {
    void run(int calls);
  }

  private static void measure(String mode, Way way) {
    double[] times = new double[ROUNDS];
    for (int i = 0; i < 5; ++i) way.run(CALLS);
    for (int i = 0; i < ROUNDS; ++i) {
      long begin = System.nanoTime();
      way.run(CALLS);
      times[i] = (System.nanoTime() - begin) / 1e3 / CALLS;
    }
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "{\"case\":\"add_16\",\"impl\":\"java\",\"mode\":\"%s\",\"threads\":1,\"median_us\":%.4f}%n", mode,
        times[ROUNDS / 2]);
  }

  public static void main(String[] arguments) {
    Tenon.setNumThreads(1);
    measure("closed", calls -> {
      for (int i = 0; i < calls; ++i) a.add(b).close();
    });
    measure("scope", calls -> {
      for (int i = 0; i < calls; i += SCOPE)
        Tenon.scope(() -> {
          for (int k = 0; k < SCOPE; ++k) a.add(b);
        });
    });
    measure("collected", calls -> {
      for (int i = 0; i < calls; ++i) a.add(b);
    });
  }
}
