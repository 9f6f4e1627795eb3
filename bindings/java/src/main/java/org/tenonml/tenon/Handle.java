package org.tenonml.tenon;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An object of the library's. It is given up by {@link #close}, by the {@link Scope} that it was made in, or, where there is
 * neither, by the collector. Used after that it throws a {@link TenonException} ({@link Status#ERR_STATE}); closing it again
 * does nothing.
 *
 * <p>What other objects hold (a module its parameters, a graph its tensors) stays with them, whatever becomes of this one.
 */
public abstract class Handle implements AutoCloseable {
  static final int TENSOR = 0, DICT = 1, TREE = 2, MODULE = 3, OPTIMIZER = 4, DATASET = 5, LOADER = 6, FUNCTION = 7,
      GENERATOR = 8, VALUES = 9;

  private static final VarHandle POINTER;

  static {
    try {
      POINTER = MethodHandles.lookup().findVarHandle(Handle.class, "pointer", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long pointer;
  /** The scope that will close this, or what gives it up when it is collected. */
  private Object owner;
  private final byte kind;

  /** A pointer of 0 is adopted later. */
  Handle(long pointer, int kind) {
    this.kind = (byte) kind;
    if (pointer != 0) adopt(pointer);
  }

  final void adopt(long made) {
    pointer = made;
    Scope scope = Scope.current();
    if (scope != null) {
      owner = scope;
      scope.add(this);
    } else {
      leaveToCollector();
    }
  }

  private void leaveToCollector() {
    owner = new Collector.Watch(this, pointer, kind);
    Collector.made();
  }

  static void release(long pointer, int kind) {
    switch (kind) {
      case TENSOR: Native.tn_tensor_release(pointer); break;
      case DICT: Native.tn_dict_release(pointer); break;
      case TREE: Native.tn_tree_release(pointer); break;
      case MODULE: Native.tn_module_release(pointer); break;
      case OPTIMIZER: Native.tn_optimizer_release(pointer); break;
      case DATASET: Native.tn_dataset_release(pointer); break;
      case LOADER: Native.tn_loader_release(pointer); break;
      case FUNCTION: Native.tn_function_release(pointer); break;
      case GENERATOR: Native.tn_generator_release(pointer); break;
      default: Native.tn_values_release(pointer);
    }
  }

  /** Gives it up. Once is enough; more often does no harm. */
  @Override
  public void close() {
    Object was = owner;
    long given = (long) POINTER.getAndSet(this, 0L);
    if (given == 0) return;
    owner = null;
    if (was instanceof Collector.Watch) ((Collector.Watch) was).end();
    release(given, kind);
  }

  /** Whether it was given up. */
  public final boolean isClosed() {
    return pointer == 0;
  }

  // ---- for scopes

  final Scope scope() {
    return owner instanceof Scope ? (Scope) owner : null;
  }

  final byte kind() {
    return kind;
  }

  /** Takes the pointer away from it, without giving it up; 0 where it has none any more. */
  final long surrender() {
    return (long) POINTER.getAndSet(this, 0L);
  }

  /** Hands it from its scope to another one; null leaves it to the collector, as what a module has registered. */
  final void moveTo(Scope scope) {
    if (scope() == null || pointer == 0) return;
    if (scope == null) {
      leaveToCollector();
    } else {
      owner = scope;
      scope.add(this);
    }
  }

  // ---- for calls

  static long use(Handle handle) {
    if (handle == null) return 0;
    long pointer = handle.pointer;
    if (pointer == 0)
      throw new TenonException(Status.ERR_STATE, "use", handle.getClass().getSimpleName() + ": used after it was closed");
    return pointer;
  }

  static long[] useAll(Handle[] handles) {
    if (handles == null) return null;
    long[] all = new long[handles.length];
    for (int i = 0; i < all.length; ++i) all[i] = use(handles[i]);
    return all;
  }
}
