package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A layer or a network: torch.nn.Module. Subclasses say in {@link #forward} what they compute, and register what they are made
 * of:
 *
 * <pre>
 * class Net extends Module {
 *   final Linear a = add("a", new Linear(784, 128)), b = add("b", new Linear(128, 10));
 *
 *   &#64;Override
 *   public Tensor forward(Tensor x) {
 *     return b.forward(a.forward(x).relu());
 *   }
 * }
 * </pre>
 *
 * <p>A module holds its children, parameters and buffers, whose objects leave the scope that they were made in. A subclass may
 * be part of the library's own containers: those call its forward, in a scope of its own, so that what it makes and doesn't
 * return is closed.
 *
 * <p>Threads: any number may forward one module in eval mode; whoever changes it must be alone with it.
 */
public class Module extends ModuleMethods {
  /** The Java objects of children, so that they are found again and not collected. */
  private final Map<String, Module> children = new LinkedHashMap<>();
  /** Objects that classes registered with {@link #register} gave while this one was loaded. */
  private List<Module> loaded = List.of();
  private final boolean custom;

  /** For subclasses that compute in Java; the name of their class is the module's. */
  protected Module() {
    super(0, MODULE);
    custom = true;
    adopt(Native.tn_module_custom(Text.utf8(getClass().getSimpleName()), new Forward(this)));
  }

  /** For subclasses that are one of the library's classes, made from its constructor's arguments. */
  protected Module(String className, Arguments arguments) {
    super(Native.tn_module_new(Text.utf8(className), Text.utf8(arguments.toString())), MODULE);
    custom = false;
  }

  private Module(long pointer) {
    super(pointer, MODULE);
    custom = false;
  }

  static Module wrap(long pointer) {
    return pointer == 0 ? null : new Module(pointer);
  }

  /**
   * A module by PyTorch's class name and a JSON object of its constructor's arguments; also of classes that were registered.
   */
  public static Module make(String className, String json) {
    return resolved(() -> Native.tn_module_new(Text.utf8(className), Text.utf8(json)));
  }

  /** The names of the classes that {@link #make} knows, beside those that were registered. */
  public static List<String> classes() {
    return Tenon.list(Native.tn_module_class_count(), Native::tn_module_class);
  }

  /** The constructors of these classes: "Linear(int in_features, int out_features, bool bias=True)", in their order. */
  public static List<String> classSchemas() {
    return Tenon.list(Native.tn_module_class_count(), Native::tn_module_class_schema);
  }

  // ---- running

  /** What the library calls: it doesn't keep the module alive, since the module keeps this. */
  private static final class Forward implements Callback {
    private final WeakReference<Module> module;

    Forward(Module module) {
      this.module = new WeakReference<>(module);
    }

    @Override
    public void invoke(int which, long call) {
      Module m = module.get();
      if (m == null)
        throw new TenonException(Status.ERR_STATE, "forward", "the Java object of a module was collected: keep a reference to it, or to the module that it was added to");
      Calls.give(call, m.call(Calls.arguments(call)));
    }
  }

  /** One input, one output. PyTorch: {@code module(input)}. */
  public Tensor forward(Tensor input) {
    if (custom) throw new UnsupportedOperationException(getClass().getName() + " says neither forward nor call");
    long made = Native.tn_module_forward(use(this), use(input));
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(input);
    return Tensor.wrap(made);
  }

  /** Any number of inputs and outputs. PyTorch: {@code module(*inputs)}. */
  public Tensor[] call(Tensor... inputs) {
    if (custom) {
      if (inputs.length != 1)
        throw new TenonException(Status.ERR_VALUE, "module_call", getClass().getSimpleName() + ": forward takes one input, not " + inputs.length + ": override call");
      return new Tensor[] {forward(inputs[0])};
    }
    long[] made = Native.tn_module_call(use(this), useAll(inputs));
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(inputs);
    return Tensor.wrapAll(made);
  }

  // ---- what it is made of

  /** Makes `child` a child under this name. PyTorch: {@code Module.add_module}. */
  public <M extends Module> M add(String name, M child) {
    Native.tn_module_add(use(this), Text.utf8(name), use(child));
    Reference.reachabilityFence(this);
    child.moveTo(null);
    children.put(name, child);
    return child;
  }

  /** Makes t a parameter, which requires a gradient if its dtype has one. PyTorch: {@code Module.register_parameter}. */
  public Tensor addParameter(String name, Tensor t) {
    if (t != null && t.isLeaf() && t.dtype() != null && Tenon.dtypeIsFloatingPoint(t.dtype())) t.requiresGrad_(true);
    Native.tn_module_add_parameter(use(this), Text.utf8(name), use(t));
    Reference.reachabilityFence(this);
    if (t != null) t.moveTo(null);
    return t;
  }

  /** Makes t a buffer. PyTorch: {@code Module.register_buffer}. */
  public Tensor addBuffer(String name, Tensor t, boolean persistent) {
    Native.tn_module_add_buffer(use(this), Text.utf8(name), use(t), persistent);
    Reference.reachabilityFence(this);
    if (t != null) t.moveTo(null);
    return t;
  }

  public Tensor addBuffer(String name, Tensor t) {
    return addBuffer(name, t, true);
  }

  /** The names of its children, in the order of addition. */
  public List<String> childNames() {
    List<String> names = Tenon.list(Native.tn_module_child_count(use(this)), i -> Native.tn_module_child_name(use(this), i));
    Reference.reachabilityFence(this);
    return names;
  }

  /** Its children. PyTorch: {@code Module.children}. */
  public List<Module> children() {
    List<Module> all = new ArrayList<>();
    for (String name : childNames()) all.add(child(name));
    return all;
  }

  /** The module at a path, "0" or "encoder.0"; "" is this one. PyTorch: {@code get_submodule}. */
  public Module child(String path) {
    if (path.isEmpty()) return this;
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    Module known = children.get(first);
    if (known == null) {
      known = identified(Native.tn_module_child(use(this), Text.utf8(first)), loaded);
      Reference.reachabilityFence(this);
      known.loaded = loaded;
      known.moveTo(null);
      children.put(first, known);
    }
    return dot < 0 ? known : known.child(path.substring(dot + 1));
  }

  /** Calls fn for every module in it, and then for itself. PyTorch: {@code Module.apply}. */
  public Module apply(Consumer<Module> fn) {
    for (Module child : children()) child.apply(fn);
    fn.accept(this);
    return this;
  }

  /** Sets evaluation mode. PyTorch: {@code Module.eval}. */
  public Module eval() {
    train(false);
    return this;
  }

  /** PyTorch: {@code Module.to(device)}. */
  public Module to(Device device) {
    to(device, null);
    return this;
  }

  /** PyTorch: {@code Module.to(dtype)}. */
  public Module to(DType dtype) {
    to(null, dtype);
    return this;
  }

  /** PyTorch's text. */
  @Override
  public String toString() {
    if (isClosed()) return getClass().getSimpleName() + "(closed)";
    byte[] made = Native.tn_module_text(use(this));
    Reference.reachabilityFence(this);
    return Text.of(made);
  }

  /** The constructor's arguments, as JSON. */
  public String arguments() {
    byte[] made = Native.tn_module_arguments(use(this));
    Reference.reachabilityFence(this);
    return Text.of(made);
  }

  // ---- files

  private static final ThreadLocal<List<Module>> MAKING = new ThreadLocal<>();

  /**
   * Registers a class of modules for {@link #load} and {@link #make}: `factory` gets the constructor's arguments, as JSON
   * ({@link #setArguments}), and gives the module.
   */
  public static void register(String className, Function<String, ? extends Module> factory) {
    Native.tn_module_register(Text.utf8(className), (which, call) -> {
      Module made = Scope.current().keep(factory.apply(Text.of(Native.tn_call_text(call))));
      if (MAKING.get() != null) MAKING.get().add(made);
      Native.tn_call_return_module(call, use(made));
    });
  }

  /** Reads a whole model, architecture and weights, that {@link #save} wrote. */
  public static Module load(String path) {
    return resolved(() -> Native.tn_module_load(Text.utf8(path)));
  }

  private interface Making {
    long run();
  }

  /** Makes a module natively; where a registered class gave it, the result is the very object that it gave. */
  private static Module resolved(Making making) {
    List<Module> outer = MAKING.get(), made = new ArrayList<>();
    MAKING.set(made);
    try {
      Module root = identified(making.run(), made);
      if (!made.isEmpty()) root.loaded = made;
      for (Module one : made)
        if (one != root) one.moveTo(null);
      return root;
    } finally {
      if (outer == null) MAKING.remove();
      else MAKING.set(outer);
    }
  }

  private static Module identified(long pointer, List<Module> known) {
    Module fresh = wrap(pointer);
    for (Module one : known) {
      if (!one.isClosed() && one.is(fresh)) {
        fresh.close();
        return one;
      }
    }
    return fresh;
  }
}
