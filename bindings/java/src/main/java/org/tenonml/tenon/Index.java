package org.tenonml.tenon;

/**
 * What stands between the brackets of {@code x[0, 1:, ..., None]}: {@code x.get(0, Index.from(1), Index.ELLIPSIS, Index.NONE)}.
 * Whole numbers, truths and tensors of integers or bools stand for themselves.
 */
public final class Index {
  /** {@code None}: a new dimension. */
  public static final Index NONE = new Index(Values.NONE, 0, 0, 0);
  /** {@code ...}: all dimensions that aren't named. */
  public static final Index ELLIPSIS = new Index(Values.ELLIPSIS, 0, 0, 0);
  /** {@code :}. */
  public static final Index ALL = slice(Tenon.NONE, Tenon.NONE, 1);

  final int kind;
  final long start;
  final long end;
  final long step;

  private Index(int kind, long start, long end, long step) {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.step = step;
  }

  /** {@code start:end}; {@link Tenon#NONE} is an open end. */
  public static Index slice(long start, long end) {
    return slice(start, end, 1);
  }

  /** {@code start:end:step}. */
  public static Index slice(long start, long end, long step) {
    return new Index(Values.SLICE, start, end, step);
  }

  /** {@code start:}. */
  public static Index from(long start) {
    return slice(start, Tenon.NONE, 1);
  }

  /** {@code :end}. */
  public static Index to(long end) {
    return slice(Tenon.NONE, end, 1);
  }
}
