package org.tenonml.tenon;

/** Options of a call on their way to C: a bit for each that is set, then their values. */
public abstract class Options {
  private final long[] words;

  Options(int count) {
    words = new long[count + 1];
  }

  final void set(int place, long value) {
    words[0] |= 1L << place;
    words[place + 1] = value;
  }

  static long[] words(Options options) {
    return options == null ? null : options.words;
  }
}
