package org.tenonml.tenon;

import java.lang.ref.Reference;

/**
 * An operator with a gradient of its own: torch.autograd.Function.
 *
 * <pre>
 * class Square extends AutogradFunction {
 *   &#64;Override
 *   protected Tensor[] forward(Context ctx, Tensor... inputs) {
 *     ctx.saveForBackward(inputs[0]);
 *     return new Tensor[] {inputs[0].mul(inputs[0])};
 *   }
 *
 *   &#64;Override
 *   protected Tensor[] backward(Context ctx, Tensor... gradients) {
 *     return new Tensor[] {gradients[0].mul(ctx.saved(0)).mul(2)};
 *   }
 * }
 * Tensor y = new Square().apply(x);
 * </pre>
 *
 * <p>Both run without recording, unless a backward is recorded itself (create_graph), and in a scope of their own. The object is shared by all of its
 * applications, and stays until the last graph that has it is gone.
 */
public abstract class AutogradFunction {
  private final int outputs;

  /** A function of one output. */
  protected AutogradFunction() {
    this(1);
  }

  protected AutogradFunction(int outputs) {
    this.outputs = outputs;
  }

  /** What belongs to one application. */
  public static final class Context {
    private long call;
    private Object data;

    /** Keeps tensors for backward, in this order; null may be among them. In forward alone. */
    public void saveForBackward(Tensor... tensors) {
      for (Tensor one : tensors) Native.tn_call_save(call, Handle.use(one));
      Reference.reachabilityFence(tensors);
    }

    /** A tensor that forward saved. In backward alone. */
    public Tensor saved(int i) {
      return Tensor.wrap(Native.tn_call_saved(call, i));
    }

    /** Whether input i needs a gradient. */
    public boolean needsInputGrad(int i) {
      return Native.tn_call_needs_grad(call, i);
    }

    /** Any object, from forward for backward. */
    public void setData(Object value) {
      data = value;
      Native.tn_call_set_data(call, value);
    }

    /** What forward set; null where it didn't. */
    public Object data() {
      return data;
    }
  }

  protected abstract Tensor[] forward(Context ctx, Tensor... inputs);

  /** A gradient for each input, of its shape; null for one that isn't wanted. */
  protected abstract Tensor[] backward(Context ctx, Tensor... gradients);

  private void invoke(int which, long call) {
    Context ctx = new Context();
    ctx.call = call;
    if (which == 1) ctx.data = Native.tn_call_data(call);
    Tensor[] arguments = Calls.arguments(call);
    Calls.give(call, which == 0 ? forward(ctx, arguments) : backward(ctx, arguments));
    ctx.call = 0;
  }

  /** What a graph holds of it: the computation, apart from the object that the collector watches. */
  private static final class Invoke implements Callback {
    private final AutogradFunction function;

    Invoke(AutogradFunction function) {
      this.function = function;
    }

    @Override
    public void invoke(int which, long call) {
      function.invoke(which, call);
    }
  }

  /** A function of the library's for one use: a graph that comes of it holds it further. */
  private long made() {
    return Native.tn_function_new(Text.utf8(getClass().getSimpleName()), outputs, new Invoke(this));
  }

  /** Runs a function of one output. Inputs may be null. PyTorch: {@code Function.apply}. */
  public Tensor apply(Tensor... inputs) {
    long function = made();
    try {
      return Tensor.wrap(Native.tn_function_apply(function, Handle.useAll(inputs)));
    } finally {
      Native.tn_function_release(function);
      Reference.reachabilityFence(inputs);
    }
  }

  /** Runs a function of any number of outputs. PyTorch: {@code Function.apply}. */
  public Tensor[] call(Tensor... inputs) {
    long function = made();
    try {
      return Tensor.wrapAll(Native.tn_function_call(function, Handle.useAll(inputs)));
    } finally {
      Native.tn_function_release(function);
      Reference.reachabilityFence(inputs);
    }
  }
}
