import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tenonml.tenon.DType;
import org.tenonml.tenon.Device;
import org.tenonml.tenon.GradOptions;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.TensorDict;

/** What the cases of all kinds share: values, and how results are compared. */
abstract class Cases {
  /** A case of a kind that isn't tried here. */
  static final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Something that the library hasn't got yet. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A result that isn't PyTorch's. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String why) {
      super(why);
    }
  }

  /** Runs one case; returns where it passes. */
  abstract void run(JsonObject manifest, JsonObject test, TensorDict file);

  static DType dtype(String name) {
    if (name.startsWith("complex")) throw new Skipped();
    return DType.valueOf(name.toUpperCase());
  }

  static double real(JsonElement e) {
    String text = e.getAsString();
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The inputs of one case: a key names one tensor. */
  static final class Inputs {
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
        case "floats": return stream(e).mapToDouble(Cases::real).toArray();
        case "tensors": return stream(e).map(one -> tensor(one.getAsJsonObject())).toArray(Tensor[]::new);
        default: throw new Skipped();
      }
    }
  }

  static Stream<JsonElement> stream(JsonElement list) {
    List<JsonElement> all = new ArrayList<>();
    list.getAsJsonArray().forEach(all::add);
    return all.stream();
  }

  static void compare(String what, Tensor got, Tensor want, JsonArray tolerance) {
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

  /** Those of these outputs, by their cotangents, at these inputs, against what the file has under the keys; null is none. */
  static void compareGradients(JsonObject test, Object[] results, List<Tensor> at, List<JsonElement> keys, TensorDict file) {
    List<Tensor> from = new ArrayList<>(), cotangents = new ArrayList<>();
    for (JsonElement e : test.getAsJsonArray("cotangents")) {
      from.add((Tensor) results[e.getAsJsonObject().get("output").getAsInt()]);
      cotangents.add(file.get(e.getAsJsonObject().get("key").getAsString()));
    }
    if (from.isEmpty() || at.isEmpty()) return;
    Tensor[] got = Tenon.grad(from.toArray(Tensor[]::new), at.toArray(Tensor[]::new),
        new GradOptions().allowUnused(true).gradOutputs(cotangents.toArray(Tensor[]::new)));
    for (int i = 0; i < got.length; ++i) {
      JsonElement key = keys.get(i);
      if (key.isJsonNull()) {
        if (got[i] != null && got[i].countNonzero().itemLong() != 0) throw new Wrong("a gradient where there is none");
      } else if (got[i] == null) {
        throw new Wrong("no gradient " + key.getAsString());
      } else {
        compare("gradient " + i, got[i], file.get(key.getAsString()), test.getAsJsonArray("grad_tol"));
      }
    }
  }

  static void compareOutputs(JsonObject test, Object[] results, TensorDict file) {
    JsonArray outputs = test.getAsJsonArray("outputs");
    if (outputs.size() > results.length) throw new Wrong(results.length + " results instead of " + outputs.size());
    for (int i = 0; i < outputs.size(); ++i) {
      JsonObject want = outputs.get(i).getAsJsonObject();
      // Where equal values may be picked otherwise, the C runner looks closer.
      if (!want.get("t").getAsString().equals("tensor") || want.has("check") || !(results[i] instanceof Tensor)) throw new Skipped();
      if (dtype(want.get("dtype").getAsString()) != ((Tensor) results[i]).dtype())
        throw new Wrong("output " + i + " is " + ((Tensor) results[i]).dtype());
      compare("output " + i, (Tensor) results[i], file.get(want.get("key").getAsString()), test.getAsJsonArray("tol"));
    }
  }

  static String text(JsonObject o, String name) {
    return o.has(name) && !o.get(name).isJsonNull() ? o.get(name).getAsString() : "";
  }
}
