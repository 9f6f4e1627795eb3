import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.tenonml.tenon.Arguments;
import org.tenonml.tenon.Optimizer;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.TensorDict;

/** Classes of optimizers, by their names: where given gradients lead, step by step. */
final class OptimizerCases extends Cases {
  private static Arguments arguments(JsonObject given) {
    Arguments all = new Arguments();
    given.entrySet().forEach(e -> {
      if (e.getKey().equals("params")) return;
      JsonElement v = e.getValue();
      if (v.isJsonArray()) all.put(e.getKey(), stream(v).mapToDouble(Cases::real).toArray());
      else if (v.isJsonNull()) all.put(e.getKey(), null);
      else if (v.getAsJsonPrimitive().isBoolean()) all.put(e.getKey(), v.getAsBoolean());
      else all.put(e.getKey(), real(v));
    });
    return all;
  }

  @Override
  void run(JsonObject manifest, JsonObject test, TensorDict file) {
    if (!text(test, "kind").equals("optimizer") || test.has("grad_none")) throw new Skipped();
    if (!Optimizer.classes().contains(text(test, "optimizer"))) throw new Missing();
    JsonArray params = test.getAsJsonArray("params"), groups = test.getAsJsonArray("groups");
    Tensor[] all = new Tensor[params.size()];
    for (int i = 0; i < all.length; ++i)
      all[i] = file.get(text(params.get(i).getAsJsonObject(), "trajectory")).select(0, 0).clone().requiresGrad_();
    Optimizer optimizer = null;
    for (JsonElement e : groups) {
      JsonObject group = e.getAsJsonObject();
      Tensor[] own = stream(group.get("params")).map(p -> all[p.getAsInt()]).toArray(Tensor[]::new);
      if (optimizer == null) {
        Arguments first = arguments(test.getAsJsonObject("kwargs"));
        optimizer = Optimizer.make(text(test, "optimizer"), own, first.toString());
        for (var option : group.entrySet())
          if (!option.getKey().equals("params")) optimizer.set(0, option.getKey(), real(option.getValue()));
      } else {
        optimizer.addGroup(own, arguments(group));
      }
    }
    for (int step = 0; step < test.get("steps").getAsInt(); ++step) {
      for (int i = 0; i < all.length; ++i) all[i].setGrad(file.get(text(params.get(i).getAsJsonObject(), "grads")).select(0, step).clone());
      optimizer.step();
      for (int i = 0; i < all.length; ++i)
        compare("parameter " + i + " after step " + (step + 1), all[i],
            file.get(text(params.get(i).getAsJsonObject(), "trajectory")).select(0, step + 1), test.getAsJsonArray("tol"));
    }
  }
}
