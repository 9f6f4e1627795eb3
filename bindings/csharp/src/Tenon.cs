using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TenonML {
  /// <summary>What the module torch has: making tensors, modes, files, and the library itself.</summary>
  public static unsafe partial class Tenon {
    // ---- scopes and modes ----

    /// <summary>A scope to end with Dispose: using (Tenon.Scope()) { … }.</summary>
    public static TensorScope Scope() { return TensorScope.BeginNew(); }

    /// <summary>Runs it in a scope: what it makes goes at the end.</summary>
    public static void Scope(Action body) {
      if (body == null) throw new ArgumentNullException("body");
      TensorScope s = TensorScope.Begin();
      try {
        body();
      } finally {
        s.End();
      }
    }

    /// <summary>Runs it in a scope; what it returns, objects in lists and tuples too, stays.</summary>
    public static T Scope<T>(Func<T> body) {
      if (body == null) throw new ArgumentNullException("body");
      TensorScope s = TensorScope.Begin();
      try {
        T result = body();
        TensorScope.KeepAll(result, s);
        return result;
      } finally {
        s.End();
      }
    }

    /// <summary>Runs it without recording. PyTorch: torch.no_grad.</summary>
    public static void NoGrad(Action body) { WithGrad(0, body); }
    public static T NoGrad<T>(Func<T> body) { return WithGrad(0, body); }

    /// <summary>Runs it with recording. PyTorch: torch.enable_grad.</summary>
    public static void EnableGrad(Action body) { WithGrad(1, body); }
    public static T EnableGrad<T>(Func<T> body) { return WithGrad(1, body); }

    /// <summary>Runs it in inference mode. PyTorch: torch.inference_mode.</summary>
    public static void InferenceMode(Action body) {
      if (body == null) throw new ArgumentNullException("body");
      InferenceMode(() => {
        body();
        return 0;
      });
    }

    public static T InferenceMode<T>(Func<T> body) {
      if (body == null) throw new ArgumentNullException("body");
      bool before = Errors.Truth(Native.tn_set_inference_mode(1), "set_inference_mode");
      try {
        return body();
      } finally {
        Native.tn_set_inference_mode(before ? 1 : 0);
      }
    }

    static void WithGrad(int on, Action body) {
      if (body == null) throw new ArgumentNullException("body");
      WithGrad(on, () => {
        body();
        return 0;
      });
    }

    static T WithGrad<T>(int on, Func<T> body) {
      if (body == null) throw new ArgumentNullException("body");
      bool before = Errors.Truth(Native.tn_set_grad_enabled(on), "set_grad_enabled");
      try {
        return body();
      } finally {
        Native.tn_set_grad_enabled(before ? 1 : 0);
      }
    }

    // ---- tensors of the host's values ----

    /// <summary>A copy of these values, in one dimension or of a shape. PyTorch: torch.tensor.</summary>
    public static Tensor Tensor<T>(T[] values, params long[] shape) where T : struct {
      if (values == null) throw new ArgumentNullException("values");
      return Tensor(new ReadOnlySpan<T>(values), shape);
    }

    public static Tensor Tensor<T>(ReadOnlySpan<T> values, params long[] shape) where T : struct {
      long[] sizes = shape != null && shape.Length > 0 ? shape : new long[] { values.Length };
      CheckCount(sizes, values.Length);
      ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
      fixed (byte* at = &MemoryMarshal.GetReference(bytes)) return Copy(at, Elements<T>.DType, sizes);
    }

    public static Tensor Tensor<T>(T[,] values) where T : struct { return OfArray<T>(values); }
    public static Tensor Tensor<T>(T[,,] values) where T : struct { return OfArray<T>(values); }
    public static Tensor Tensor<T>(T[,,,] values) where T : struct { return OfArray<T>(values); }

    /// <summary>A number, without dimensions.</summary>
    public static Tensor Tensor(double value, DType? dtype = null) { return Full(new Longs(new long[0]), value, dtype); }
    public static Tensor Tensor(long value, DType? dtype = null) { return Full(new Longs(new long[0]), value, dtype); }
    public static Tensor Tensor(bool value) {
      byte b = (byte)(value ? 1 : 0);
      return Copy(&b, DType.Bool, new long[0]);
    }

    /// <summary>Of bytes as they lie in memory, for dtypes that C# has no type for.</summary>
    public static Tensor FromBytes(ReadOnlySpan<byte> bytes, DType dtype, params long[] shape) {
      if (shape == null) throw new ArgumentNullException("shape");
      CheckCount(shape, bytes.Length / Math.Max(1, DTypeItemsize(dtype)));
      fixed (byte* at = &MemoryMarshal.GetReference(bytes)) return Copy(at, dtype, shape);
    }

    static Tensor OfArray<T>(Array values) where T : struct {
      if (values == null) throw new ArgumentNullException("values");
      DType dtype = Elements<T>.DType;
      long[] shape = new long[values.Rank];
      for (int i = 0; i < shape.Length; ++i) shape[i] = values.GetLength(i);
      GCHandle pin = GCHandle.Alloc(values, GCHandleType.Pinned);
      try {
        return Copy((void*)pin.AddrOfPinnedObject(), dtype, shape);
      } finally {
        pin.Free();
      }
    }

    static Tensor Copy(void* from, DType dtype, long[] shape) {
      long none = 0;
      fixed (long* sizes = shape)
        return TenonML.Tensor.Made(Native.tensor_from(from == null ? &none : from, (int)dtype, sizes, shape.Length), "tensor_new");
    }

    static void CheckCount(long[] shape, long count) {
      double wanted = 1;
      foreach (long n in shape) wanted *= n;
      if (wanted != count || (wanted == 0 && count != 0))
        throw new ArgumentException("a shape of " + wanted + " elements for " + count + " values");
    }

    /// <summary>A tensor over the array itself, without a copy: changes are seen on both sides.</summary>
    public static Tensor FromArray<T>(T[] values, params long[] shape) where T : struct {
      if (values == null) throw new ArgumentNullException("values");
      long[] sizes = shape != null && shape.Length > 0 ? shape : new long[] { values.Length };
      CheckCount(sizes, values.Length);
      DType dtype = Elements<T>.DType;
      GCHandle pin = GCHandle.Alloc(values, GCHandleType.Pinned);
      return Over((void*)pin.AddrOfPinnedObject(), dtype, sizes, Callback.Register(pin));
    }

    /// <summary>
    /// A tensor over native memory. `kept` is held until the last tensor that shares the memory goes.
    /// </summary>
    public static Tensor FromBlob(IntPtr data, DType dtype, long[] shape, object kept = null) {
      return Over((void*)data, dtype, shape, kept == null ? 0 : Callback.Register(kept));
    }

    static Tensor Over(void* data, DType dtype, long[] shape, long target) {
      fixed (long* sizes = shape) return TenonML.Tensor.Made(Native.tensor_over(data, (int)dtype, sizes, shape.Length, target), "from_blob");
    }

    // ---- operators by name ----

    /// <summary>
    /// Calls an operator by PyTorch's name and schema: Tenon.Op("sum", x, Value.Named("dtype", DType.Float64)).
    /// </summary>
    public static Value[] Op(string name, params Value[] arguments) {
      long made;
      fixed (byte* text = Text.Bytes(name))
      fixed (long* words = Value.Words(arguments))
        made = Errors.Made(Native.tn_op_call(text, words), "op_call");
      GC.KeepAlive(arguments);
      return Value.Take(made, "op_call");
    }

    /// <summary>The schemas of all operators, by their names with the overload.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Operators() {
      long n = Native.tn_op_count();
      for (long i = 0; i < n; ++i) yield return OperatorAt(i);
    }

    static KeyValuePair<string, string> OperatorAt(long i) {
      return new KeyValuePair<string, string>(Text.Of(Native.tn_op_name(i)), Text.Of(Native.tn_op_schema(i)));
    }

    /// <summary>The constructors of all classes of modules that Module.New knows, as schemas.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ModuleClasses() {
      long n = Native.tn_module_class_count();
      for (long i = 0; i < n; ++i) yield return ModuleClassAt(i);
    }

    static KeyValuePair<string, string> ModuleClassAt(long i) {
      return new KeyValuePair<string, string>(Text.Of(Native.tn_module_class(i)), Text.Of(Native.tn_module_class_schema(i)));
    }

    /// <summary>The same of optimizers.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OptimizerClasses() {
      long n = Native.tn_optimizer_class_count();
      for (long i = 0; i < n; ++i) yield return OptimizerClassAt(i);
    }

    static KeyValuePair<string, string> OptimizerClassAt(long i) {
      return new KeyValuePair<string, string>(Text.Of(Native.tn_optimizer_class(i)), Text.Of(Native.tn_optimizer_class_schema(i)));
    }

    /// <summary>
    /// Compares the gradients of a function with finite differences at these inputs, which should be float64; what differs
    /// is a TenonException. PyTorch: torch.autograd.gradcheck.
    /// </summary>
    public static void Gradcheck(Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, double eps = 1e-6,
                                 double atol = 1e-5, double rtol = 1e-3, bool secondOrder = false, bool checkUndefined = true) {
      if (function == null) throw new ArgumentNullException("function");
      long* o = stackalloc long[6];
      o[0] = 31;
      o[1] = BitConverter.DoubleToInt64Bits(eps);
      o[2] = BitConverter.DoubleToInt64Bits(atol);
      o[3] = BitConverter.DoubleToInt64Bits(rtol);
      o[4] = secondOrder ? 1 : 0;
      o[5] = checkUndefined ? 1 : 0;
      fixed (long* given = Handles.Of(inputs))
        Errors.Status(Native.tn_gradcheck(new CheckCallback(function).Register(), given, o), "gradcheck");
      GC.KeepAlive(inputs);
    }

    // ---- the library ----

    /// <summary>The library's version, "0.1.0".</summary>
    public static string Version { get { return Text.Of(Native.tn_version()); } }

    /// <summary>1000 * major + minor of the interface that the library offers.</summary>
    public static long AbiVersion { get { return Native.abi_version(); } }

    /// <summary>What a bug report needs.</summary>
    public static string BuildInfo { get { return Text.Take(Native.tn_build_info(), "build_info"); } }

    /// <summary>A C function of the library's, "tn_add".</summary>
    public static IntPtr GetProcAddress(string name) {
      fixed (byte* text = Text.Bytes(name)) return (IntPtr)Errors.Made(Native.tn_get_proc_address(text), "get_proc_address");
    }

    /// <summary>The name that C has for an error's code.</summary>
    public static string StatusName(ErrorCode code) { return Text.Of(Native.tn_status_name((int)code)); }

    /// <summary>Live, peak and reserved bytes of a device, and how many blocks are in use.</summary>
    public static MemoryStats GetMemoryStats(Device device = default(Device)) {
      long[] found = Library.Words(Native.memory_stats(device.Code), "get_memory_stats");
      return new MemoryStats(found[0], found[1], found[2], found[3]);
    }

    /// <summary>Sends warnings and what else of at least this level to `log`; null removes it.</summary>
    public static void SetLog(LogLevel level, Action<LogLevel, string> log) {
      Errors.Status(Native.tn_set_log((int)level, log == null ? 0 : new LogCallback(log).Register()), "set_log");
      Library.HasLog = log != null;
    }

    /// <summary>
    /// Lets the host's job system compute: `run` is given a number of tasks and a function, calls that for each i from 0, on
    /// whatever threads, and returns when all are done. Null brings the library's own threads back.
    /// </summary>
    public static void SetExecutor(Action<long, Action<long>> run) {
      Errors.Status(Native.tn_set_executor(run == null ? 0 : new ExecutorCallback(run).Register()), "set_executor");
      Library.HasExecutor = run != null;
    }

    /// <summary>
    /// Called with the bytes wanted when memory runs out, after the collector ran. Null leaves it at the collector.
    /// </summary>
    public static void SetMemoryPressure(Action<long> pressure) {
      Errors.Status(Native.tn_set_memory_pressure(new PressureCallback(pressure).Register()), "set_memory_pressure");
    }

    /// <summary>Native functions that give and take memory, tn_allocate_t and tn_deallocate_t; zeros for the C library's.</summary>
    public static void SetAllocator(IntPtr allocate, IntPtr deallocate, IntPtr userData = default(IntPtr)) {
      Errors.Status(Native.tn_set_allocator((long)allocate, (long)deallocate, (long)userData, 0), "set_allocator");
    }
  }

  /// <summary>The memory of a device.</summary>
  public struct MemoryStats {
    public readonly long LiveBytes, PeakBytes, ReservedBytes, LiveCount;

    internal MemoryStats(long live, long peak, long reserved, long count) {
      LiveBytes = live;
      PeakBytes = peak;
      ReservedBytes = reserved;
      LiveCount = count;
    }
  }

  /// <summary>
  /// Error, grad mode and native scopes of a fiber, where a scheduler runs several on a thread.
  /// </summary>
  public sealed class Context : IDisposable {
    long handle = Errors.Made(Native.tn_context_new(), "context_new");

    /// <summary>Runs it in this context, on the calling thread.</summary>
    public void Run(Action body) {
      if (handle == 0) throw new ObjectDisposedException("Context");
      long before = Native.tn_context_swap(handle);
      try {
        body();
      } finally {
        Native.tn_context_swap(before);
      }
    }

    public void Dispose() {
      long found = System.Threading.Interlocked.Exchange(ref handle, 0);
      if (found != 0) Native.tn_context_release(found);
      GC.SuppressFinalize(this);
    }

    ~Context() {
      if (handle != 0) Native.tn_context_release(handle);
    }
  }
}
