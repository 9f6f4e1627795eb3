package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.util.List;

/**
 * Changes parameters by their gradients: torch.optim.Optimizer. The classes are in the package optim. What one is made from
 * leaves the scope that it was made in.
 */
public class Optimizer extends OptimizerMethods {
  /** For the library's classes, made from their constructor's arguments. */
  protected Optimizer(String className, Tensor[] params, Arguments arguments) {
    this(className, params, arguments.toString());
  }

  private Optimizer(String className, Tensor[] params, String json) {
    super(Native.tn_optimizer_new(Text.utf8(className), useAll(params), Text.utf8(json)), OPTIMIZER);
    Reference.reachabilityFence(params);
    for (Tensor one : params) one.moveTo(null);
  }

  /** One by PyTorch's class name and a JSON object of its keyword arguments. */
  public static Optimizer make(String className, Tensor[] params, String json) {
    return new Optimizer(className, params, json);
  }

  /** The names of the classes. */
  public static List<String> classes() {
    return Tenon.list(Native.tn_optimizer_class_count(), Native::tn_optimizer_class);
  }

  /** The constructors of these classes, in their order. */
  public static List<String> classSchemas() {
    return Tenon.list(Native.tn_optimizer_class_count(), Native::tn_optimizer_class_schema);
  }

  /** Adds a group of parameters with options that differ. PyTorch: {@code Optimizer.add_param_group}. */
  public void addGroup(Tensor[] params, Arguments options) {
    addGroup(params, options.toString());
  }

  /** The learning rate of all groups. PyTorch: {@code param_groups[...]['lr'] = value}. */
  public void setLr(double value) {
    set(-1, "lr", value);
  }

  /** The learning rate of the first group. */
  public double lr() {
    return get(0, "lr");
  }
}
