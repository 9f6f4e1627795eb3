import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tenonml.tenon.Arguments;
import org.tenonml.tenon.DType;
import org.tenonml.tenon.Module;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.TensorDict;

/** Classes of modules, by their names: outputs, changed buffers, gradients of inputs and parameters. */
final class ModuleCases extends Cases {
  /** The constructor's arguments of each class, in their order. */
  private static final Map<String, List<String>> ARGUMENTS = arguments();

  private static Map<String, List<String>> arguments() {
    Map<String, List<String>> all = new HashMap<>();
    List<String> names = Module.classes(), schemas = Module.classSchemas();
    for (int i = 0; i < names.size(); ++i) {
      String schema = schemas.get(i).split("\n")[0];
      List<String> own = new ArrayList<>();
      for (String part : schema.substring(schema.indexOf('(') + 1, schema.lastIndexOf(')')).split(", "))
        own.add(part.replaceAll("=.*", "").replaceAll(".* ", ""));
      all.put(names.get(i), own);
    }
    return all;
  }

  private static Module make(String name, JsonObject test, Inputs inputs) {
    Arguments arguments = new Arguments();
    int place = 0;
    for (JsonElement e : test.getAsJsonArray("ctor_args")) arguments.put(ARGUMENTS.get(name).get(place++), inputs.value(e.getAsJsonObject()));
    test.getAsJsonObject("ctor_kwargs").entrySet().forEach(e -> arguments.put(e.getKey(), inputs.value(e.getValue().getAsJsonObject())));
    return Module.make(name, arguments.toString());
  }

  @Override
  void run(JsonObject manifest, JsonObject test, TensorDict file) {
    String name = text(test, "module");
    if (!ARGUMENTS.containsKey(name)) throw new Missing();
    if (!text(test, "check").equals("close") || text(test, "quality").equals("f64_disagrees") || test.has("packed_lengths")
        || !test.getAsJsonObject("input_kwargs").entrySet().isEmpty() || test.has("expect"))
      throw new Skipped();
    Inputs inputs = new Inputs(file);
    Module m = make(name, test, inputs);
    DType dtype = dtype(text(test, "dtype"));
    if (Tenon.dtypeIsFloatingPoint(dtype)) m.to(dtype);
    TensorDict state = new TensorDict();
    for (String kind : List.of("params", "buffers"))
      for (JsonElement e : test.getAsJsonArray(kind))
        state.set(text(e.getAsJsonObject(), "name"), file.get(text(e.getAsJsonObject(), "key")));
    m.loadStateDict(state, false);
    m.train(test.get("training").getAsBoolean());

    Tensor[] in = stream(test.get("inputs")).map(e -> inputs.value(e.getAsJsonObject())).toArray(Tensor[]::new);
    Tensor[] out = m.call(in);
    compareOutputs(test, out, file);
    for (JsonElement e : test.getAsJsonArray("buffers_after")) {
      JsonObject after = e.getAsJsonObject();
      compare("buffer " + text(after, "name"), m.buffer(text(after, "name")), file.get(text(after, "key")), test.getAsJsonArray("tol"));
    }
    List<Tensor> at = new ArrayList<>();
    List<JsonElement> keys = new ArrayList<>();
    for (JsonElement e : test.getAsJsonArray("input_grads")) {
      Tensor input = inputs.known.get(text(e.getAsJsonObject(), "input"));
      if (input == null || !input.requiresGrad()) continue;
      at.add(input);
      keys.add(e.getAsJsonObject().get("key"));
    }
    for (JsonElement e : test.getAsJsonArray("param_grads")) {
      at.add(m.parameter(text(e.getAsJsonObject(), "name")));
      keys.add(e.getAsJsonObject().get("key"));
    }
    compareGradients(test, out, at, keys, file);
  }
}
