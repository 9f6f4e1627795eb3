package org.tenonml.tenon;

/** What the library calls: its one shape of callback. {@code call} leads to arguments and results. */
interface Callback {
  /** @param which 0, or 1 for the second function of a registration that has two */
  void invoke(int which, long call) throws Throwable;

  /** Called by the native side: what a callback makes is closed when it returns, but for what it gave the library. */
  default void run(int which, long call) throws Throwable {
    try (Scope scope = Scope.open()) {
      invoke(which, call);
    }
  }
}
