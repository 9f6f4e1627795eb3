package org.tenonml.tenon;

/** A call that failed: which, with what code ({@link Status}), and why. */
public class TenonException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int code;
  private final String op;

  TenonException(int code, String op, String message) {
    super(message);
    this.code = code;
    this.op = op;
  }

  // Called by the native side.
  TenonException(int code, String op, byte[] message) {
    this(code, op, Text.of(message));
  }

  /** One of {@link Status}'s numbers. */
  public int code() {
    return code;
  }

  /** The function that failed, by its name in C without "tn_": "add", "module_forward". */
  public String op() {
    return op;
  }
}
