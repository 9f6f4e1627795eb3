package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Tenon's functions: those of the module torch, under its names in camel case. */
public final class Tenon extends Functions {
  /** No number: an optional whole number left out, the open end of a slice. */
  public static final long NONE = Long.MIN_VALUE;

  private Tenon() {}

  // ---- tensors from Java's own values

  /** A vector of these numbers. PyTorch: {@code torch.tensor}. */
  public static Tensor tensor(float... values) {
    return tensor(values, values.length);
  }

  /** A tensor of a shape, its values in row-major order. */
  public static Tensor tensor(float[] values, long... shape) {
    return made(values, DType.FLOAT32, shape);
  }

  public static Tensor tensor(double[] values, long... shape) {
    return made(values, DType.FLOAT64, shape);
  }

  public static Tensor tensor(long[] values, long... shape) {
    return made(values, DType.INT64, shape);
  }

  public static Tensor tensor(int[] values, long... shape) {
    return made(values, DType.INT32, shape);
  }

  public static Tensor tensor(short[] values, long... shape) {
    return made(values, DType.INT16, shape);
  }

  public static Tensor tensor(boolean[] values, long... shape) {
    return made(values, DType.BOOL, shape);
  }

  /** Unsigned bytes: uint8. */
  public static Tensor tensor(byte[] values, long... shape) {
    return made(values, DType.UINT8, shape);
  }

  /** A matrix of rows of one length. */
  public static Tensor tensor(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] all = new float[rows.length * columns];
    for (int i = 0; i < rows.length; ++i) {
      if (rows[i].length != columns)
        throw new TenonException(Status.ERR_SHAPE, "tensor", "row " + i + " has " + rows[i].length + " numbers, row 0 has " + columns);
      System.arraycopy(rows[i], 0, all, i * columns, columns);
    }
    return made(all, DType.FLOAT32, rows.length, columns);
  }

  /** A scalar of the default dtype. */
  public static Tensor scalar(double value) {
    return full(new long[0], value);
  }

  /** An int64 scalar. */
  public static Tensor scalar(long value) {
    return full(new long[0], value);
  }

  private static Tensor made(Object values, DType dtype, long... shape) {
    if (shape.length == 0) shape = new long[] {java.lang.reflect.Array.getLength(values)};
    return Tensor.wrap(Native.tensor_from_array(values, DType.code(dtype), shape));
  }

  /**
   * A tensor over a direct buffer's memory, from its position to its limit, without a copy: changes are seen on both sides,
   * and the tensor keeps the buffer from the collector. The dtype is the buffer's (a ByteBuffer: uint8), and its byte order
   * must be the machine's. PyTorch: {@code torch.from_blob}.
   */
  public static Tensor fromBuffer(Buffer buffer, long... shape) {
    DType dtype;
    ByteOrder order = ByteOrder.nativeOrder();
    if (buffer instanceof FloatBuffer) {
      dtype = DType.FLOAT32;
      order = ((FloatBuffer) buffer).order();
    } else if (buffer instanceof DoubleBuffer) {
      dtype = DType.FLOAT64;
      order = ((DoubleBuffer) buffer).order();
    } else if (buffer instanceof LongBuffer) {
      dtype = DType.INT64;
      order = ((LongBuffer) buffer).order();
    } else if (buffer instanceof IntBuffer) {
      dtype = DType.INT32;
      order = ((IntBuffer) buffer).order();
    } else if (buffer instanceof ShortBuffer) {
      dtype = DType.INT16;
      order = ((ShortBuffer) buffer).order();
    } else if (buffer instanceof ByteBuffer) {
      dtype = DType.UINT8;
    } else {
      throw new TenonException(Status.ERR_TYPE, "fromBuffer", "no dtype is that of a " + buffer.getClass().getSimpleName());
    }
    if (order != ByteOrder.nativeOrder())
      throw new TenonException(Status.ERR_VALUE, "fromBuffer", "the buffer's byte order isn't the machine's");
    return fromBuffer(buffer, dtype, shape);
  }

  /** The same, its memory taken for elements of another dtype. */
  public static Tensor fromBuffer(Buffer buffer, DType dtype, long... shape) {
    if (!buffer.isDirect()) throw new TenonException(Status.ERR_VALUE, "fromBuffer", "the buffer isn't direct");
    if (buffer.isReadOnly()) throw new TenonException(Status.ERR_VALUE, "fromBuffer", "the buffer is read-only");
    int element = buffer instanceof ByteBuffer ? 1 : buffer instanceof ShortBuffer ? 2
        : buffer instanceof FloatBuffer || buffer instanceof IntBuffer ? 4 : 8;
    long bytes = (long) buffer.remaining() * element;
    if (shape.length == 0) shape = new long[] {bytes / dtypeItemsize(dtype)};
    return Tensor.wrap(Native.tensor_from_buffer(buffer, (long) buffer.position() * element, bytes, DType.code(dtype), shape));
  }

  /** A tensor over another native library's memory: a DLManagedTensorVersioned. PyTorch: {@code torch.from_dlpack}. */
  public static Tensor fromDlpack(long managed) {
    return Tensor.wrap(Native.tn_from_dlpack(managed));
  }

  // ---- scopes and modes

  /** Opens a scope, which try-with-resources closes. */
  public static Scope openScope() {
    return Scope.open();
  }

  /** Runs `body`; what it makes is closed at its end. */
  public static void scope(Runnable body) {
    try (Scope scope = Scope.open()) {
      body.run();
    }
  }

  /** The same, but for what it returns: a handle, or an array, collection or map of them. */
  public static <T> T scope(Supplier<T> body) {
    try (Scope scope = Scope.open()) {
      return scope.keepResult(body.get());
    }
  }

  /** Runs `body` without recording. PyTorch: {@code torch.no_grad}. */
  public static void noGrad(Runnable body) {
    recording(false, null, body);
  }

  public static <T> T noGrad(Supplier<T> body) {
    return recording(false, body, null);
  }

  /** Runs `body` with recording. PyTorch: {@code torch.enable_grad}. */
  public static void enableGrad(Runnable body) {
    recording(true, null, body);
  }

  public static <T> T enableGrad(Supplier<T> body) {
    return recording(true, body, null);
  }

  private static <T> T recording(boolean on, Supplier<T> supplier, Runnable body) {
    boolean before = Native.tn_set_grad_enabled(on);
    try {
      if (supplier != null) return supplier.get();
      body.run();
      return null;
    } finally {
      Native.tn_set_grad_enabled(before);
    }
  }

  /** Turns recording on or off on this thread; returns whether it was on. PyTorch: {@code torch.set_grad_enabled}. */
  public static boolean setGradEnabled(boolean on) {
    return Native.tn_set_grad_enabled(on);
  }

  /** Runs `body` in inference mode. PyTorch: {@code torch.inference_mode}. */
  public static void inferenceMode(Runnable body) {
    inferenceMode(() -> {
      body.run();
      return null;
    });
  }

  public static <T> T inferenceMode(Supplier<T> body) {
    boolean before = Native.tn_set_inference_mode(true);
    try {
      return body.get();
    } finally {
      Native.tn_set_inference_mode(before);
    }
  }

  // ---- operators by name

  /**
   * Calls an operator by PyTorch's name, "add" or "add.Scalar": tensors, numbers, truths, texts, dtypes, devices, arrays of
   * these, null. Whole numbers, real ones and truths promote as Python's do.
   */
  public static Object[] op(String name, Object... arguments) {
    return op(name, arguments, null);
  }

  /** The same with arguments by name. */
  public static Object[] op(String name, Object[] arguments, Map<String, ?> named) {
    long values = Native.tn_op_call(Text.utf8(name), Values.of(arguments).and(named).words());
    Reference.reachabilityFence(arguments);
    Reference.reachabilityFence(named);
    return Values.results(values);
  }

  /** The schemas of all operators: "add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor". */
  public static List<String> opSchemas() {
    return list(Native.tn_op_count(), Native::tn_op_schema);
  }

  /** The names of all operators, with their overloads. */
  public static List<String> opNames() {
    return list(Native.tn_op_count(), Native::tn_op_name);
  }

  static List<String> list(long count, Function<Long, byte[]> text) {
    List<String> all = new ArrayList<>();
    for (long i = 0; i < count; ++i) all.add(Text.of(text.apply(i)));
    return all;
  }

  // ---- gradients

  /**
   * Compares gradients with finite differences, at inputs of float64 that require them; throws where they differ. PyTorch:
   * {@code torch.autograd.gradcheck}.
   */
  public static void gradcheck(Function<Tensor[], Tensor[]> function, Tensor[] inputs, GradcheckOptions options) {
    Native.tn_gradcheck((which, call) -> {
      Calls.give(call, function.apply(Calls.arguments(call)));
    }, Handle.useAll(inputs), Options.words(options));
    Reference.reachabilityFence(inputs);
  }

  public static void gradcheck(Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    gradcheck(function, inputs, null);
  }

  // ---- the process

  /** The library's version, "0.1.0". */
  public static String version() {
    return Text.of(Native.tn_version());
  }

  /** What a bug report needs: version, compiler, instruction set, BLAS, threads, CUDA. */
  public static String buildInfo() {
    return Text.of(Native.tn_build_info());
  }

  /** Bytes in use, the most so far, bytes held, blocks in use. PyTorch: {@code torch.cuda.memory_stats}. */
  public record MemoryStats(long liveBytes, long peakBytes, long reservedBytes, long liveCount) {}

  /** What a device's memory is used for. */
  public static MemoryStats memoryStats(Device device) {
    long[] found = Native.memory_stats(Device.code(device));
    return new MemoryStats(found[0], found[1], found[2], found[3]);
  }

  /** Sends messages of at least this level to `log`, on the threads that they come from; null stops that. */
  public static void setLog(LogLevel level, BiConsumer<LogLevel, String> log) {
    Native.tn_set_log(LogLevel.code(level), log == null ? null : (which, call) ->
        log.accept(LogLevel.of((int) Native.call_level(call)), Text.of(Native.tn_call_text(call))));
  }

  /** Lets these threads do the work of operators, in place of the library's own; null brings those back. */
  public static void setExecutor(Executor executor) {
    Native.tn_set_executor(executor == null ? null : (which, call) -> {
      long count = Native.tn_call_count(call);
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (long i = 1; i < count; ++i) {
        long task = i;
        FutureTask<Void> one = new FutureTask<>((Callable<Void>) () -> {
          Native.tn_call_run(call, task);
          return null;
        });
        tasks.add(one);
        executor.execute(one);
      }
      if (count > 0) Native.tn_call_run(call, 0);
      // Whoever is first runs it: so it ends where the executor is the caller itself, or busy.
      for (FutureTask<Void> one : tasks) one.run();
      for (FutureTask<Void> one : tasks) {
        try {
          one.get();
        } catch (ExecutionException e) {
          throw e.getCause();
        }
      }
    });
  }

  /**
   * Called when memory is short, on the thread that wants it, with the bytes that it wants; it must let go of handles. null
   * brings the default back, which asks the collector.
   */
  public static void setMemoryPressure(LongConsumer pressure) {
    Native.tn_set_memory_pressure((which, call) -> {
      if (pressure == null) Collector.collect();
      else pressure.accept(Native.tn_call_bytes(call));
    });
  }

  /** Memory from native code's functions, by their addresses (tn_set_allocator in C); zeros bring the C library's back. */
  public static void setAllocator(long allocate, long deallocate, long userData) {
    Native.tn_set_allocator(allocate, deallocate, userData, 0);
  }

  /** The address of a C function, for native code. */
  public static long procAddress(String name) {
    return Native.tn_get_proc_address(Text.utf8(name));
  }

  /** The name of a code of {@link Status}: "TN_ERR_SHAPE". */
  public static String statusName(int code) {
    return Text.of(Native.tn_status_name(code));
  }

  /** Collects what was dropped outside scopes, now, and gives its memory up. */
  public static void collect() {
    Collector.collect();
  }
}
