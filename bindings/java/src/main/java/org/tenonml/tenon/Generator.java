package org.tenonml.tenon;

/** A source of random numbers: torch.Generator. */
public final class Generator extends GeneratorMethods {
  private Generator(long pointer) {
    super(pointer, GENERATOR);
  }

  /** One of its own on the CPU. */
  public Generator() {
    this(Device.CPU);
  }

  /** One of its own, on a device. */
  public Generator(Device device) {
    this(Native.tn_generator_new(Device.code(device)));
  }

  static Generator wrap(long pointer) {
    return new Generator(pointer);
  }
}
