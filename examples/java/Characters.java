import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import org.tenonml.tenon.F;
import org.tenonml.tenon.Module;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.nn.Embedding;
import org.tenonml.tenon.nn.LayerNorm;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.optim.AdamW;

/**
 * A model of characters: learns to say what comes after the last 16, and then writes (Bengio et al., 2003).
 * Usage: Characters [--text FILE] [--steps N] [--length N] [--seed N]
 */
public final class Characters {
  private static final int CONTEXT = 16, BATCH = 64;

  /** Lewis Carroll, Jabberwocky. */
  private static final String POEM = """
      'Twas brillig, and the slithy toves
      Did gyre and gimble in the wabe:
      All mimsy were the borogoves,
      And the mome raths outgrabe.

      "Beware the Jabberwock, my son!
      The jaws that bite, the claws that catch!
      Beware the Jubjub bird, and shun
      The frumious Bandersnatch!"

      He took his vorpal sword in hand;
      Long time the manxome foe he sought--
      So rested he by the Tumtum tree
      And stood awhile in thought.
      """;

  static final class Model extends Module {
    private final Embedding letters;
    private final Linear hidden, out;
    private final LayerNorm norm;

    Model(int vocabulary) {
      letters = add("letters", new Embedding(vocabulary, 24));
      hidden = add("hidden", new Linear(CONTEXT * 24, 128));
      norm = add("norm", new LayerNorm(128));
      out = add("out", new Linear(128, vocabulary));
    }

    /** (n, 16) numbers of characters to (n, vocabulary) scores of the next one. */
    @Override
    public Tensor forward(Tensor x) {
      return out.forward(norm.forward(hidden.forward(letters.forward(x).flatten(1)).gelu()));
    }
  }

  private static String option(String[] arguments, String name, String otherwise) {
    for (int i = 0; i + 1 < arguments.length; ++i) if (arguments[i].equals(name)) return arguments[i + 1];
    return otherwise;
  }

  public static void main(String[] arguments) throws IOException {
    String file = option(arguments, "--text", null), text = file == null ? POEM : Files.readString(Path.of(file));
    int steps = Integer.parseInt(option(arguments, "--steps", "400")), length = Integer.parseInt(option(arguments, "--length", "200"));
    Tenon.manualSeed(Long.parseLong(option(arguments, "--seed", "1")));

    TreeSet<Character> known = new TreeSet<>();
    for (char c : text.toCharArray()) known.add(c);
    StringBuilder alphabet = new StringBuilder();
    for (char c : known) alphabet.append(c);
    long[] numbers = text.chars().mapToLong(c -> alphabet.indexOf(String.valueOf((char) c))).toArray();
    Tensor all = Tenon.tensor(numbers);
    // Row i has the characters i to i + 15, and what comes after them.
    Tensor windows = Tenon.stack(windowsOf(all), 1), next = all.narrow(0, CONTEXT, numbers.length - CONTEXT);

    Model model = new Model(alphabet.length());
    AdamW adam = new AdamW(model.parameters(), AdamW.options().lr(3e-3));
    for (int step = 1; step <= steps; ++step) {
      int now = step;
      Tenon.scope(() -> {
        Tensor rows = Tenon.randint(0, next.size(0), BATCH);
        Tensor loss = F.crossEntropy(model.forward(windows.indexSelect(0, rows)), next.indexSelect(0, rows));
        adam.zeroGrad();
        loss.backward();
        adam.step();
        if (now % (steps / 4) == 0) System.out.printf(Locale.ROOT, "step %d of %d: loss %.4f%n", now, steps, loss.item());
      });
    }
    model.eval();
    System.out.println(Tenon.noGrad(() -> write(model, alphabet, text.substring(0, CONTEXT), length)));
  }

  private static Tensor[] windowsOf(Tensor all) {
    Tensor[] columns = new Tensor[CONTEXT];
    for (int i = 0; i < CONTEXT; ++i) columns[i] = all.narrow(0, i, all.size(0) - CONTEXT);
    return columns;
  }

  /** Draws one character after another, each by its probability. */
  private static String write(Model model, CharSequence alphabet, String begin, int length) {
    StringBuilder text = new StringBuilder(begin);
    for (int i = 0; i < length; ++i) {
      int drawn = Tenon.scope(() -> {
        long[] last = text.substring(text.length() - CONTEXT).chars().mapToLong(c -> alphabet.toString().indexOf(c)).toArray();
        Tensor chances = model.forward(Tenon.tensor(last, 1, CONTEXT)).softmax(1).get(0);
        // The first place where the sum of the probabilities passes a random number.
        return (int) chances.cumsum(0).lt(Tenon.rand(1)).sum().itemLong();
      });
      text.append(alphabet.charAt(Math.min(drawn, alphabet.length() - 1)));
    }
    return text.toString();
  }
}
