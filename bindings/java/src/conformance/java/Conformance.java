import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tenonml.tenon.Status;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.TenonException;
import org.tenonml.tenon.TensorDict;

/**
 * PyTorch's own cases of operators, modules and optimizers, driven through Java by their names. The C runner (tests/conformance)
 * judges the library; this shows that the same comes through Java. Usage: Conformance FOLDER   (with ops/, modules/, optim/)
 */
public final class Conformance {
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private boolean failed;

  private void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  private void runManifest(Path path, Cases cases) throws IOException {
    JsonObject manifest = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
    if (!manifest.has("tensors")) return;
    try (TensorDict file = Tenon.safetensorsLoad(path.resolveSibling(manifest.get("tensors").getAsString()).toString())) {
      for (JsonElement e : manifest.getAsJsonArray("cases")) {
        JsonObject test = e.getAsJsonObject();
        try {
          Tenon.scope((Runnable) () -> cases.run(manifest, test, file));
          count("passed");
        } catch (Cases.Skipped s) {
          count("skipped");
        } catch (Cases.Missing m) {
          count("missing");
        } catch (Cases.Wrong w) {
          count("failed");
          System.out.println("FAILED " + path.getFileName() + " " + test.get("id").getAsString() + ": " + w.getMessage());
        } catch (TenonException x) {
          count(x.code() == Status.ERR_UNSUPPORTED ? "missing" : "failed");
          if (x.code() != Status.ERR_UNSUPPORTED)
            System.out.println("FAILED " + path.getFileName() + " " + test.get("id").getAsString() + ": " + x.getMessage());
        }
      }
    }
  }

  /** All manifests in a folder. Fails where none of its cases passes, too. */
  private void runFolder(Path folder, Cases cases) throws IOException {
    for (String outcome : new String[] {"passed", "failed", "missing", "skipped"}) counts.put(outcome, 0);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".json")).sorted()::iterator) runManifest(path, cases);
    }
    System.out.printf("%s: %d passed, %d failed, %d missing, %d skipped%n", folder.getFileName(), counts.get("passed"),
        counts.get("failed"), counts.get("missing"), counts.get("skipped"));
    failed |= counts.get("failed") != 0 || counts.get("passed") == 0;
  }

  public static void main(String[] arguments) throws IOException {
    Conformance all = new Conformance();
    Tenon.collect();
    long before = Tenon.liveCount();
    all.runFolder(Path.of(arguments[0], "ops"), new OpCases());
    all.runFolder(Path.of(arguments[0], "modules"), new ModuleCases());
    all.runFolder(Path.of(arguments[0], "optim"), new OptimizerCases());
    Tenon.collect();
    long left = Tenon.liveCount() - before;
    if (left != 0) System.out.println(left + " objects are left");
    System.exit(all.failed || left != 0 ? 1 : 0);
  }
}
