package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.util.Map;

/**
 * What is made inside, on this thread, is closed at the end, unless it is kept:
 *
 * <pre>
 * try (Scope scope = Tenon.openScope()) {
 *   Tensor loss = F.mseLoss(net.forward(x), y);
 *   loss.backward();
 *   best = scope.keep(loss.detach());
 * }
 * </pre>
 *
 * <p>{@link Tenon#scope} does the same for a closure, and keeps what that returns. A module, and a tensor that became a
 * parameter or buffer of one, leave the scope when they are registered in another module. Scopes may nest; what an inner one
 * keeps belongs to the outer one.
 */
public final class Scope implements AutoCloseable {
  private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final Scope outer;
  private Handle[] items = new Handle[16];
  private int count;
  private boolean ended;

  private Scope(Scope outer) {
    this.outer = outer;
  }

  static Scope open() {
    Scope scope = new Scope(CURRENT.get());
    CURRENT.set(scope);
    return scope;
  }

  static Scope current() {
    return CURRENT.get();
  }

  void add(Handle handle) {
    if (count == items.length) grow();
    items[count++] = handle;
  }

  /** Forgets what was closed or kept meanwhile, and makes room where that isn't enough. */
  private void grow() {
    int live = 0;
    for (int i = 0; i < count; ++i)
      if (items[i].scope() == this && !items[i].isClosed()) items[live++] = items[i];
    for (int i = live; i < count; ++i) items[i] = null;
    count = live;
    if (live > items.length / 2) items = java.util.Arrays.copyOf(items, items.length * 2);
  }

  /** Hands an object to the scope around this one, or to you where there is none. */
  public <T extends Handle> T keep(T handle) {
    if (handle != null && handle.scope() == this) handle.moveTo(outer);
    return handle;
  }

  /** Keeps all handles in a result: one, an array, a collection, a map's values; others are left as they are. */
  <T> T keepResult(T result) {
    if (result instanceof Handle) {
      keep((Handle) result);
    } else if (result instanceof Object[]) {
      for (Object one : (Object[]) result) keepResult(one);
    } else if (result instanceof Iterable && !(result instanceof java.nio.file.Path)) {
      for (Object one : (Iterable<?>) result) keepResult(one);
    } else if (result instanceof Map) {
      for (Object one : ((Map<?, ?>) result).values()) keepResult(one);
    } else if (result instanceof ValuesIndices) {
      keep(((ValuesIndices) result).values());
      keep(((ValuesIndices) result).indices());
    }
    return result;
  }

  /** Ends it, and what was left open inside it. Ended on another thread, it throws; ended twice, it does nothing. */
  @Override
  public void close() {
    if (ended) return;
    if (thread != Thread.currentThread())
      throw new TenonException(Status.ERR_STATE, "scope_end", "a scope ends on the thread that it began on");
    for (Scope inner = CURRENT.get(); inner != this; inner = inner.outer) inner.end();
    end();
    if (outer == null) CURRENT.remove();
    else CURRENT.set(outer);
  }

  private void end() {
    ended = true;
    long[] tensors = new long[count];
    int n = 0;
    for (int i = 0; i < count; ++i) {
      Handle handle = items[i];
      if (handle.scope() != this) continue;
      if (handle.kind() == Handle.TENSOR) {
        long pointer = handle.surrender();
        if (pointer != 0) tensors[n++] = pointer;
      } else {
        handle.close();
      }
    }
    if (n > 0) Native.release_tensors(tensors, n);
    Reference.reachabilityFence(items);
    items = null;
    count = 0;
  }
}
