package org.tenonml.tenon;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Java's collector does for native memory. Handles that nobody closes are watched, as java.lang.ref.Cleaner would, and
 * given up once they are collected; but a thread that wants memory gives up what there is itself, instead of waiting for a
 * cleaner's thread to come round to it.
 *
 * <p>The collector can't see native memory. So what is made outside scopes is counted; every now and then the library is asked
 * how much it holds, and where that has doubled since the last collection, another one is asked for.
 */
final class Collector {
  private static final long FLOOR = 64L << 20;
  private static final int LEAST = 16, MOST = 4096;

  private static final ReferenceQueue<Handle> QUEUE = new ReferenceQueue<>();
  /** The head of the ring of all that are watched: so they are reachable themselves. Its own lock guards it. */
  private static final Watch RING = new Watch();

  private static final AtomicInteger left = new AtomicInteger(LEAST);
  private static long threshold = FLOOR, before;
  private static int interval = LEAST;

  static {
    Thread thread = new Thread(() -> {
      for (;;) {
        try {
          ((Watch) QUEUE.remove()).give();
        } catch (InterruptedException e) {
          // Nobody may end it.
        }
      }
    }, "tenon-collector");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY - 2);
    thread.start();
  }

  private Collector() {}

  /** Knows what a handle had when it is gone. */
  static final class Watch extends PhantomReference<Handle> {
    private final long pointer;
    private final byte kind;
    private Watch next = this, previous = this;

    private Watch() {
      super(null, null);
      pointer = 0;
      kind = 0;
    }

    Watch(Handle handle, long pointer, byte kind) {
      super(handle, QUEUE);
      this.pointer = pointer;
      this.kind = kind;
      synchronized (RING) {
        next = RING.next;
        previous = RING;
        next.previous = this;
        RING.next = this;
      }
    }

    /** Watches no longer. */
    void end() {
      clear();
      unlink();
    }

    private void unlink() {
      synchronized (RING) {
        next.previous = previous;
        previous.next = next;
        next = previous = this;
      }
    }

    private void give() {
      unlink();
      Handle.release(pointer, kind);
    }
  }

  static void made() {
    if (left.decrementAndGet() == 0) check();
  }

  private static synchronized void check() {
    long live = Native.memory_stats(Device.CPU.code)[0];
    if (live >= threshold) {
      collect();
      live = Native.memory_stats(Device.CPU.code)[0];
      threshold = Math.max(FLOOR, 2 * live);
    }
    // Half of what is left until then, if they go on growing as they did since the last look.
    long growth = Math.max(1, live - before);
    long more = (threshold - live) / 2 * interval / growth;
    interval = (int) Math.max(LEAST, Math.min(Math.min(more, MOST), 2L * interval));
    before = live;
    left.set(interval);
  }

  /** Collects, and gives up what was found, until nothing more comes for some time. */
  static void collect() {
    System.gc();
    try {
      for (Watch found; (found = (Watch) QUEUE.remove(20)) != null;) found.give();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
