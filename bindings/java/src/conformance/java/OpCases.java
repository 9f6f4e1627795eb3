import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tenonml.tenon.Status;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.TenonException;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.TensorDict;

/**
 * Operators, by their names: results, errors, gradients. What only the C runner does (views, changed inputs, calls that aren't
 * "torch.name(args, kwargs)") is skipped.
 */
final class OpCases extends Cases {
  private static final Set<String> OPERATORS = operators();
  // f(*ints) and f(*tensors) in Python take a list here, and casts are "to".
  private static final Set<String> VARIADIC = Set.of("sum_to_size", "view", "reshape", "expand", "repeat", "tile", "permute", "flip",
      "atleast_1d", "atleast_2d", "atleast_3d", "block_diag", "broadcast_tensors", "cartesian_prod", "meshgrid", "tensordot",
      "svd_lowrank", "pca_lowrank", "bool", "byte", "char", "short", "int", "long", "half", "float", "double", "bfloat16", "chalf");

  private static Set<String> operators() {
    Set<String> all = new HashSet<>();
    for (String name : Tenon.opNames()) all.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
    return all;
  }

  private static String nameOf(JsonObject manifest) {
    String op = text(manifest, "op"), call = text(manifest, "call");
    boolean plain = call.equals("torch." + op + "(args, kwargs)") || call.equals("args[0]." + op + "(args[1:], kwargs)");
    if (!plain || VARIADIC.contains(op)) throw new Skipped();
    String flat = op.replace("nn.functional.", "").replace('.', '_');
    if (!OPERATORS.contains(flat) && !OPERATORS.contains(op)) throw new Missing();
    return OPERATORS.contains(flat) ? flat : op;
  }

  @Override
  void run(JsonObject manifest, JsonObject test, TensorDict file) {
    String name = nameOf(manifest);
    boolean fails = test.has("expect");
    if (fails && (text(test, "error_type").equals("TypeError") || test.getAsJsonObject("kwargs").has("out"))) throw new Skipped();
    if (test.has("mutated") || text(test, "quality").equals("f64_disagrees")) throw new Skipped();
    if (!fails && !text(test, "check").equals("close")) throw new Skipped();
    Inputs inputs = new Inputs(file);
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    stream(test.get("args")).forEach(e -> arguments.add(inputs.value(e.getAsJsonObject())));
    test.getAsJsonObject("kwargs").entrySet().forEach(e -> named.put(e.getKey(), inputs.value(e.getValue().getAsJsonObject())));
    if (text(manifest, "call").startsWith("args[0].") && !(arguments.get(0) instanceof Tensor)) throw new Skipped();
    Object[] results;
    try {
      results = Tenon.op(name, arguments.toArray(), named);
    } catch (TenonException e) {
      if (fails) return;
      if (e.code() == Status.ERR_UNSUPPORTED) throw e;
      throw new Wrong(e.getMessage());
    }
    if (fails) throw new Wrong("no error, where PyTorch has one");
    compareOutputs(test, results, file);
    if (!test.has("grads")) return;
    List<Tensor> at = new ArrayList<>();
    List<JsonElement> keys = new ArrayList<>();
    for (JsonElement e : test.getAsJsonArray("grads")) {
      Tensor input = inputs.known.get(text(e.getAsJsonObject(), "input"));
      if (input == null || !input.requiresGrad()) continue;
      at.add(input);
      keys.add(e.getAsJsonObject().get("key"));
    }
    compareGradients(test, results, at, keys, file);
  }
}
