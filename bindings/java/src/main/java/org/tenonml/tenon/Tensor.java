package org.tenonml.tenon;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;

/**
 * An n-dimensional array: torch.Tensor. {@link Tenon} makes them ({@code Tenon.zeros(2, 3)}, {@code Tenon.tensor(1, 2, 3)});
 * operators are methods, under PyTorch's names in camel case, those that end in _ changing the tensor in place and giving it
 * back.
 *
 * <p>Threads: any number of them may read a tensor and run operators on it at once; whoever changes it must be alone with it
 * and with what shares its memory.
 */
public final class Tensor extends TensorMethods {
  private static final Cleaner BUFFERS = Cleaner.create();

  private Tensor(long pointer) {
    super(pointer, TENSOR);
  }

  static Tensor wrap(long pointer) {
    return pointer == 0 ? null : new Tensor(pointer);
  }

  static Tensor[] wrapAll(long[] pointers) {
    Tensor[] all = new Tensor[pointers.length];
    for (int i = 0; i < all.length; ++i) all[i] = wrap(pointers[i]);
    return all;
  }

  // ---- what it is

  /** All sizes. PyTorch: {@code Tensor.shape}. */
  public long[] shape() {
    long[] made = Native.tensor_shape(use(this));
    Reference.reachabilityFence(this);
    return made;
  }

  /** All strides, in elements. PyTorch: {@code Tensor.stride()}. */
  public long[] strides() {
    long[] made = Native.tensor_strides(use(this));
    Reference.reachabilityFence(this);
    return made;
  }

  /** Whether both name one tensor; views of one memory are different tensors. */
  public boolean is(Tensor other) {
    boolean made = Native.tn_tensor_is(use(this), use(other));
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(other);
    return made;
  }

  /** PyTorch's text: {@code tensor([1., 2.])}. */
  @Override
  public String toString() {
    if (isClosed()) return "tensor(closed)";
    byte[] made = Native.tn_tensor_text(use(this));
    Reference.reachabilityFence(this);
    return Text.of(made);
  }

  /** The same with other digits and lengths. PyTorch: {@code torch.set_printoptions}, for one call. */
  public String toString(PrintOptions options) {
    byte[] made = Native.tn_tensor_text_with(use(this), Options.words(options));
    Reference.reachabilityFence(this);
    return Text.of(made);
  }

  // ---- values out

  /** The value of an integer or bool tensor with one element. PyTorch: {@code Tensor.item}. */
  public long itemLong() {
    long[] value = new long[1];
    Native.tn_item_int64(use(this), value);
    Reference.reachabilityFence(this);
    return value[0];
  }

  private <T> T read(DType dtype, T array) {
    Native.tensor_to_array(use(this), DType.code(dtype), array);
    Reference.reachabilityFence(this);
    return array;
  }

  /** All values in row-major order, as float. */
  public float[] toFloatArray() {
    return read(DType.FLOAT32, new float[Math.toIntExact(numel())]);
  }

  /** All values in row-major order, as double. */
  public double[] toDoubleArray() {
    return read(DType.FLOAT64, new double[Math.toIntExact(numel())]);
  }

  /** All values in row-major order, as long. */
  public long[] toLongArray() {
    return read(DType.INT64, new long[Math.toIntExact(numel())]);
  }

  /** All values in row-major order, as int. */
  public int[] toIntArray() {
    return read(DType.INT32, new int[Math.toIntExact(numel())]);
  }

  /** All values in row-major order, as unsigned bytes. */
  public byte[] toByteArray() {
    return read(DType.UINT8, new byte[Math.toIntExact(numel())]);
  }

  /** Whether each value is anything but 0, in row-major order. */
  public boolean[] toBooleanArray() {
    return read(DType.BOOL, new boolean[Math.toIntExact(numel())]);
  }

  /** Copies all values into an array of as many elements, without making one: for loops that mustn't allocate. */
  public void copyTo(float[] to) {
    read(DType.FLOAT32, to);
  }

  /**
   * The tensor's own memory, in the machine's byte order, without a copy: it must be contiguous and on the CPU. The memory
   * stays as long as the buffer does. What is written goes unseen by autograd and {@link #version}. PyTorch: {@code
   * Tensor.data_ptr}.
   */
  public ByteBuffer buffer() {
    ByteBuffer made = (ByteBuffer) Native.tensor_buffer(use(this));
    long kept = Native.tn_tensor_retain(use(this));
    BUFFERS.register(made, () -> Native.tn_tensor_release(kept));
    Reference.reachabilityFence(this);
    return made.order(ByteOrder.nativeOrder());
  }

  /** Where its memory begins: for native code, while the tensor lives. PyTorch: {@code Tensor.data_ptr}. */
  public long dataPointer() {
    long made = Native.tn_tensor_data(use(this));
    Reference.reachabilityFence(this);
    return made;
  }

  /** A DLManagedTensorVersioned for other native libraries, whose deleter gives it up. PyTorch: {@code __dlpack__}. */
  public long toDlpack() {
    long made = Native.tn_to_dlpack(use(this));
    Reference.reachabilityFence(this);
    return made;
  }

  /** Replaces all values by those of an array of as many elements. */
  public Tensor write(float... values) {
    try (Tensor from = Tenon.tensor(values, shape())) {
      return copy_(from, false);
    }
  }

  /** PyTorch: {@code Tensor.to(device)}. */
  public Tensor to(Device device) {
    return to(device, null);
  }

  /** PyTorch: {@code Tensor.to(dtype)}. */
  public Tensor to(DType dtype) {
    return to(null, dtype);
  }

  // ---- indexing

  /** {@code self[items]}: whole numbers, truths, tensors, {@link Index}. PyTorch: {@code Tensor.__getitem__}. */
  public Tensor get(Object... items) {
    long made = Native.tn_index(use(this), Values.of(items).words());
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(items);
    return wrap(made);
  }

  /** {@code self[items] = value}, broadcast. PyTorch: {@code Tensor.__setitem__}. */
  public Tensor set(Tensor value, Object... items) {
    return indexPut_(items, value, false);
  }

  /** {@code self[items] = value}. */
  public Tensor set(double value, Object... items) {
    try (Tensor number = Tenon.full(new long[0], value, dtype(), device())) {
      return indexPut_(items, number, false);
    }
  }

  /** {@code self[items] = values}; with accumulate {@code +=}. PyTorch: {@code Tensor.index_put_}. */
  public Tensor indexPut_(Object[] items, Tensor values, boolean accumulate) {
    Native.tn_index_put_(use(this), Values.of(items).words(), use(values), accumulate);
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(items);
    Reference.reachabilityFence(values);
    return this;
  }

  // ---- gradients

  /** The gradient gathered so far; null where there is none. PyTorch: {@code Tensor.grad}. */
  public Tensor grad() {
    long made = Native.tn_tensor_grad(use(this));
    Reference.reachabilityFence(this);
    return wrap(made);
  }

  /**
   * Calls hook with each gradient that reaches this tensor in a backward; what it returns, unless null, goes on in its place.
   * PyTorch: {@code Tensor.register_hook}.
   *
   * @return its number, for {@link #removeHook}
   */
  public long registerHook(UnaryOperator<Tensor> hook) {
    long made = Native.tn_tensor_register_hook(use(this), (which, call) -> {
      Tensor replaced = hook.apply(wrap(Native.tn_call_arg(call, 0)));
      if (replaced != null) Native.tn_call_return(call, 0, use(replaced));
    });
    Reference.reachabilityFence(this);
    return made;
  }
}
