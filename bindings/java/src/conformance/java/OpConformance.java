import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tenonml.tenon.DType;
import org.tenonml.tenon.Device;
import org.tenonml.tenon.GradOptions;
import org.tenonml.tenon.Status;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.TenonException;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.TensorDict;

/**
 * PyTorch's operator cases, driven through Java by the operators' names: results, errors and gradients. What only the C
 * runner does (views, changed inputs, calls that aren't "torch.name(args, kwargs)") is counted as skipped.
 * Usage: OpConformance FOLDER   (with ops/*.json)
 */
public final class OpConformance {
  /** A case of a kind that isn't tried here. */
  private static final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A result that isn't PyTorch's. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String why) {
      super(why);
    }
  }

  private static final Set<String> OPERATORS = operators();
  // f(*ints) and f(*tensors) in Python take a list here, and casts are "to".
  private static final Set<String> VARIADIC = Set.of("sum_to_size", "view", "reshape", "expand", "repeat", "tile", "permute", "flip",
      "atleast_1d", "atleast_2d", "atleast_3d", "block_diag", "broadcast_tensors", "cartesian_prod", "meshgrid", "tensordot",
      "svd_lowrank", "pca_lowrank", "bool", "byte", "char", "short", "int", "long", "half", "float", "double", "bfloat16", "chalf");
  private final Map<String, Integer> counts = new LinkedHashMap<>(Map.of("passed", 0, "failed", 0, "missing", 0, "skipped", 0));

  private static Set<String> operators() {
    Set<String> all = new HashSet<>();
    for (String name : Tenon.opNames()) all.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
    return all;
  }

  // ---- values

  private static DType dtype(String name) {
    if (name.startsWith("complex")) throw new Skipped();
    return DType.valueOf(name.toUpperCase());
  }

  private static double real(JsonElement e) {
    String text = e.getAsString();
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The inputs of one case: a key names one tensor. */
  private static final class Inputs {
    final TensorDict file;
    final Map<String, Tensor> known = new HashMap<>();

    Inputs(TensorDict file) {
      this.file = file;
    }

    Tensor tensor(JsonObject v) {
      dtype(v.get("dtype").getAsString());
      String key = v.get("key").getAsString();
      return known.computeIfAbsent(key, k -> {
        Tensor t = file.get(k).clone();
        return v.has("requires_grad") && v.get("requires_grad").getAsBoolean() ? t.requiresGrad_() : t;
      });
    }

    Object value(JsonObject v) {
      String tag = v.get("t").getAsString();
      JsonElement e = v.get("v");
      switch (tag) {
        case "tensor": return tensor(v);
        case "none": return null;
        case "int": return e.getAsLong();
        case "float": return real(e);
        case "bool": return e.getAsBoolean();
        case "str": return e.getAsString();
        case "dtype": return dtype(e.getAsString());
        case "device": return Device.CPU;
        case "ints": return stream(e).mapToLong(JsonElement::getAsLong).toArray();
        case "floats": return stream(e).mapToDouble(OpConformance::real).toArray();
        case "tensors": return stream(e).map(one -> tensor(one.getAsJsonObject())).toArray(Tensor[]::new);
        default: throw new Skipped();
      }
    }
  }

  private static Stream<JsonElement> stream(JsonElement list) {
    List<JsonElement> all = new ArrayList<>();
    list.getAsJsonArray().forEach(all::add);
    return all.stream();
  }

  // ---- comparing

  private static void compare(String what, Tensor got, Tensor want, JsonArray tolerance) {
    if (got.dtype() != want.dtype() || !Arrays.equals(got.shape(), want.shape()))
      throw new Wrong(what + ": " + got.dtype() + Arrays.toString(got.shape()) + " instead of " + want.dtype() + Arrays.toString(want.shape()));
    if (!Tenon.dtypeIsFloatingPoint(want.dtype())) {
      if (!Arrays.equals(got.to(DType.INT64).toLongArray(), want.to(DType.INT64).toLongArray())) throw new Wrong(what + ": other values");
      return;
    }
    double[] a = got.detach().toDoubleArray(), b = want.toDoubleArray();
    double rtol = tolerance.get(0).getAsDouble(), atol = tolerance.get(1).getAsDouble();
    for (int i = 0; i < a.length; ++i) {
      boolean same = a[i] == b[i] || (Double.isNaN(a[i]) && Double.isNaN(b[i])) || Math.abs(a[i] - b[i]) <= atol + rtol * Math.abs(b[i]);
      if (!same) throw new Wrong(what + ", element " + i + ": " + a[i] + " instead of " + b[i]);
    }
  }

  private static void judge(JsonObject test, Object[] results, Inputs inputs) {
    JsonArray outputs = test.getAsJsonArray("outputs");
    if (outputs.size() > results.length) throw new Wrong(results.length + " results instead of " + outputs.size());
    for (int i = 0; i < outputs.size(); ++i) {
      JsonObject want = outputs.get(i).getAsJsonObject();
      // Where equal values may be picked otherwise, the C runner looks closer.
      if (!want.get("t").getAsString().equals("tensor") || want.has("check") || !(results[i] instanceof Tensor)) throw new Skipped();
      if (dtype(want.get("dtype").getAsString()) != ((Tensor) results[i]).dtype())
        throw new Wrong("output " + i + " is " + ((Tensor) results[i]).dtype());
      compare("output " + i, (Tensor) results[i], inputs.file.get(want.get("key").getAsString()), test.getAsJsonArray("tol"));
    }
    if (!test.has("grads") || test.getAsJsonArray("grads").isEmpty() || test.getAsJsonArray("cotangents").isEmpty()) return;
    List<Tensor> from = new ArrayList<>(), cotangents = new ArrayList<>(), to = new ArrayList<>();
    List<JsonObject> wanted = new ArrayList<>();
    for (JsonElement e : test.getAsJsonArray("cotangents")) {
      from.add((Tensor) results[e.getAsJsonObject().get("output").getAsInt()]);
      cotangents.add(inputs.file.get(e.getAsJsonObject().get("key").getAsString()));
    }
    for (JsonElement e : test.getAsJsonArray("grads")) {
      Tensor input = inputs.known.get(e.getAsJsonObject().get("input").getAsString());
      if (input == null || !input.requiresGrad()) continue;
      to.add(input);
      wanted.add(e.getAsJsonObject());
    }
    Tensor[] got = Tenon.grad(from.toArray(Tensor[]::new), to.toArray(Tensor[]::new),
        new GradOptions().allowUnused(true).gradOutputs(cotangents.toArray(Tensor[]::new)));
    for (int i = 0; i < got.length; ++i) {
      JsonElement key = wanted.get(i).get("key");
      if (key.isJsonNull()) {
        if (got[i] != null && got[i].countNonzero().itemLong() != 0) throw new Wrong("a gradient where there is none");
      } else if (got[i] == null) {
        throw new Wrong("no gradient of " + wanted.get(i).get("input").getAsString());
      } else {
        compare("gradient " + i, got[i], inputs.file.get(key.getAsString()), test.getAsJsonArray("grad_tol"));
      }
    }
  }

  // ---- running

  private void run(JsonObject manifest, JsonObject test, String name, TensorDict file) {
    boolean fails = test.has("expect");
    if (fails && (test.get("error_type").getAsString().equals("TypeError") || test.getAsJsonObject("kwargs").has("out"))) throw new Skipped();
    if (test.has("mutated") || (test.has("quality") && test.get("quality").getAsString().equals("f64_disagrees"))) throw new Skipped();
    if (!fails && !test.get("check").getAsString().equals("close")) throw new Skipped();
    Inputs inputs = new Inputs(file);
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    stream(test.get("args")).forEach(e -> arguments.add(inputs.value(e.getAsJsonObject())));
    test.getAsJsonObject("kwargs").entrySet().forEach(e -> named.put(e.getKey(), inputs.value(e.getValue().getAsJsonObject())));
    if (manifest.get("call").getAsString().startsWith("args[0].") && !(arguments.get(0) instanceof Tensor)) throw new Skipped();
    Object[] results;
    try {
      results = Tenon.op(name, arguments.toArray(), named);
    } catch (TenonException e) {
      if (fails) return;
      if (e.code() == Status.ERR_UNSUPPORTED) throw e;
      throw new Wrong(e.getMessage());
    }
    if (fails) throw new Wrong("no error, where PyTorch has one");
    judge(test, results, inputs);
  }

  private void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  private void runManifest(Path path) throws IOException {
    JsonObject manifest = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
    String op = manifest.get("op").getAsString(), call = manifest.get("call").getAsString();
    String flat = op.replace("nn.functional.", "").replace('.', '_');
    String name = OPERATORS.contains(flat) ? flat : OPERATORS.contains(op) ? op : null;
    boolean plain = call.equals("torch." + op + "(args, kwargs)") || call.equals("args[0]." + op + "(args[1:], kwargs)");
    try (TensorDict file = Tenon.safetensorsLoad(path.resolveSibling(manifest.get("tensors").getAsString()).toString())) {
      for (JsonElement e : manifest.getAsJsonArray("cases")) {
        JsonObject test = e.getAsJsonObject();
        if (!plain || VARIADIC.contains(op)) {
          count("skipped");
          continue;
        }
        if (name == null) {
          count("missing");
          continue;
        }
        try {
          Tenon.scope((Runnable) () -> run(manifest, test, name, file));
          count("passed");
        } catch (Skipped s) {
          count("skipped");
        } catch (TenonException unsupported) {
          if (unsupported.code() != Status.ERR_UNSUPPORTED) throw unsupported;
          count("missing");
        } catch (Wrong w) {
          count("failed");
          System.out.println("FAILED " + op + " " + test.get("id").getAsString() + ": " + w.getMessage());
        }
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    OpConformance all = new OpConformance();
    Tenon.collect();
    long before = Tenon.liveCount();
    try (Stream<Path> files = Files.list(Path.of(arguments[0], "ops"))) {
      for (Path path : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".json")).sorted()::iterator) all.runManifest(path);
    }
    Tenon.collect();
    Map<String, Integer> n = all.counts;
    System.out.printf("conformance: %d passed, %d failed, %d missing, %d skipped%n", n.get("passed"), n.get("failed"), n.get("missing"), n.get("skipped"));
    long left = Tenon.liveCount() - before;
    if (left != 0) System.out.println(left + " objects are left");
    System.exit(n.get("failed") == 0 && n.get("passed") > 0 && left == 0 ? 0 : 1);
  }
}
