package org.tenonml.tenon;

/** Where a tensor lives: {@link #CPU}, or a GPU. */
public final class Device {
  /** PyTorch: {@code "cpu"}. */
  public static final Device CPU = new Device(0x100);

  final int code;

  private Device(int code) {
    this.code = code;
  }

  /** The i-th GPU, i from 0 to 255. PyTorch: {@code "cuda:0"}. */
  public static Device cuda(int i) {
    if (i < 0 || i > 255) throw new TenonException(Status.ERR_VALUE, "cuda", "there is no GPU of number " + i);
    return new Device(0x200 + i);
  }

  static int code(Device device) {
    return device == null ? 0 : device.code;
  }

  static Device of(int code) {
    return code == CPU.code ? CPU : new Device(code);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device && ((Device) other).code == code;
  }

  @Override
  public int hashCode() {
    return code;
  }

  @Override
  public String toString() {
    return code == CPU.code ? "cpu" : "cuda:" + (code - 0x200);
  }
}
