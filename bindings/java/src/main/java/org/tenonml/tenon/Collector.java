package org.tenonml.tenon;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the collector of memory that it can't see. What is made outside scopes is counted; every now and then the library is
 * asked how much it holds, and where that has doubled since the last collection, another one is asked for.
 */
final class Collector {
  private static final long FLOOR = 64L << 20;
  private static final int LEAST = 16, MOST = 4096;
  private static final AtomicInteger left = new AtomicInteger(LEAST);
  private static long threshold = FLOOR, before;
  private static int interval = LEAST;

  private Collector() {}

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

  /** Collects, and waits until what was found is given up. */
  static void collect() {
    System.gc();
    long count = Native.tn_live_count();
    for (int still = 0, tries = 0; still < 3 && tries < 500; ++tries) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = Native.tn_live_count();
      still = now < count ? 0 : still + 1;
      count = now;
    }
  }
}
