package org.tenonml.tenon;

/**
 * The modes of recording and the last error, which each thread has of its own: for schedulers of fibers, which run many on one
 * thread and give each a context. It must be closed; it isn't collected.
 */
public final class Context implements AutoCloseable {
  private long pointer = Native.tn_context_new();

  /** Runs `body` in this context, on the calling thread. */
  public void run(Runnable body) {
    if (pointer == 0) throw new TenonException(Status.ERR_STATE, "context_swap", "Context: used after it was closed");
    long before = Native.tn_context_swap(pointer);
    try {
      body.run();
    } finally {
      Native.tn_context_swap(before);
    }
  }

  @Override
  public void close() {
    long given = pointer;
    pointer = 0;
    Native.tn_context_release(given);
  }
}
