using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TenonML {
  /// <summary>An n-dimensional array. PyTorch: torch.Tensor.</summary>
  public sealed unsafe partial class Tensor : NativeObject {
    Tensor(long handle) { Attach(handle); }

    internal override HandleKind HandleKind { get { return HandleKind.Tensor; } }

    /// <summary>Of a handle that a call gave: 0 where it failed, 1 for a tensor that isn't there.</summary>
    internal static Tensor Made(long handle, string op) {
      if (handle > 1 || handle < 0) return new Tensor(handle);
      if (handle == 0) throw Errors.Last(op);
      return null;
    }

    /// <summary>PyTorch's text.</summary>
    public override string ToString() {
      string made = Text.Take(Native.tn_tensor_text(Handle), "tensor_text");
      GC.KeepAlive(this);
      return made;
    }

    /// <summary>The text with other options than the usual ones. PyTorch: torch.set_printoptions.</summary>
    public string ToString(long precision = 4, long threshold = 1000, long edgeitems = 3, long linewidth = 80, SciMode sciMode = SciMode.Auto) {
      long* o = stackalloc long[6];
      o[0] = 31;
      o[1] = precision;
      o[2] = threshold;
      o[3] = edgeitems;
      o[4] = linewidth;
      o[5] = (long)sciMode;
      string made = Text.Take(Native.tn_tensor_text_with(Handle, o), "tensor_text_with");
      GC.KeepAlive(this);
      return made;
    }

    // ---- what it is ----

    /// <summary>All sizes.</summary>
    public long[] Shape {
      get {
        long[] made = Library.Words(Native.tensor_shape(Handle), "tensor_shape");
        GC.KeepAlive(this);
        return made;
      }
    }

    /// <summary>How far apart neighbours along each dimension are, in elements.</summary>
    public long[] Strides {
      get {
        long[] made = Library.Words(Native.tensor_strides(Handle), "tensor_strides");
        GC.KeepAlive(this);
        return made;
      }
    }

    /// <summary>Whether both name one tensor. PyTorch: Python's `is`.</summary>
    public bool Is(Tensor other) {
      bool same = Errors.Truth(Native.tn_tensor_is(Handle, HandleOf(other)), "tensor_is");
      GC.KeepAlive(this);
      GC.KeepAlive(other);
      return same;
    }

    /// <summary>The gradient gathered so far, null where there is none. PyTorch: Tensor.grad.</summary>
    public Tensor Grad {
      get {
        Tensor made = Made(Native.tn_tensor_grad(Handle), "tensor_grad");
        GC.KeepAlive(this);
        return made;
      }
      set { SetGrad(value); }
    }

    /// <summary>A further object of the same tensor, such as for another thread, which closes its own.</summary>
    public Tensor Retain() {
      Tensor made = Made(Native.tn_tensor_retain(Handle), "tensor_retain");
      GC.KeepAlive(this);
      return made;
    }

    // ---- values out and in ----

    /// <summary>All elements, row-major and converted; as bytes with their own dtype where T has none (Half, BFloat16).</summary>
    public T[] ToArray<T>() where T : struct {
      T[] made = new T[Numel];
      CopyTo(new Span<T>(made));
      return made;
    }

    /// <summary>All elements, row-major and converted to T, into memory with room for them.</summary>
    public void CopyTo<T>(Span<T> to) where T : struct {
      DType dtype = Elements<T>.DType;
      Span<byte> bytes = MemoryMarshal.AsBytes(to);
      fixed (byte* at = &MemoryMarshal.GetReference(bytes))
        Errors.Status(Native.tensor_read(Handle, at, (int)dtype, bytes.Length), "tensor_read");
      GC.KeepAlive(this);
    }

    /// <summary>Replaces all elements by those of `from`, row-major.</summary>
    public void CopyFrom<T>(ReadOnlySpan<T> from) where T : struct {
      DType dtype = Elements<T>.DType;
      ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(from);
      fixed (byte* at = &MemoryMarshal.GetReference(bytes))
        Errors.Status(Native.tensor_write(Handle, at, (int)dtype, bytes.Length), "tensor_write");
      GC.KeepAlive(this);
    }

    public void CopyFrom<T>(T[] from) where T : struct { CopyFrom(new ReadOnlySpan<T>(from)); }

    /// <summary>
    /// The elements of a contiguous tensor on the CPU, without a copy: valid while the tensor lives, which must be kept
    /// from the collector by whoever uses the span.
    /// </summary>
    public Span<T> AsSpan<T>() where T : struct {
      if (DType != Elements<T>.DType) throw new InvalidCastException("the elements are " + DType + ", not " + Elements<T>.DType);
      if (!IsContiguous || Device != Device.Cpu) throw new InvalidOperationException("the tensor must be contiguous and on the CPU");
      Span<T> made = new Span<T>((void*)Data, checked((int)Numel));
      return made;
    }

    /// <summary>The address of the first element, in memory of the tensor's device.</summary>
    public IntPtr Data {
      get {
        long found = Native.tn_tensor_data(Handle);
        if (found == 0) throw Errors.Last("tensor_data");
        GC.KeepAlive(this);
        return (IntPtr)found;
      }
    }

    /// <summary>The value of a tensor of one element, of integers exactly. PyTorch: Tensor.item.</summary>
    public long ItemInt64() {
      long value;
      Errors.Status(Native.tn_item_int64(Handle, &value), "item_int64");
      GC.KeepAlive(this);
      return value;
    }

    public static explicit operator double(Tensor t) { return Of(t).Item(); }
    public static explicit operator float(Tensor t) { return (float)Of(t).Item(); }
    public static explicit operator long(Tensor t) { return Of(t).ItemInt64(); }
    public static explicit operator bool(Tensor t) { return Of(t).Item() != 0; }

    // ---- indexing ----

    /// <summary>
    /// The part at these indices: numbers, Index and Range, tensors of numbers or truths, Value.None, Value.Ellipsis and
    /// Value.Slice. PyTorch: t[...].
    /// </summary>
    [IndexerName("At")]
    public Tensor this[params Value[] items] {
      get {
        Tensor made;
        fixed (long* words = Value.Words(items)) made = Made(Native.tn_index(Handle, words), "index");
        GC.KeepAlive(this);
        GC.KeepAlive(items);
        return made;
      }
      set { IndexPut_(items, value); }
    }

    /// <summary>t[items] = values, or with accumulate += values. PyTorch: Tensor.index_put_.</summary>
    public Tensor IndexPut_(Value[] items, Tensor values, bool accumulate = false) {
      fixed (long* words = Value.Words(items))
        Errors.Status(Native.tn_index_put_(Handle, words, HandleOf(values), accumulate ? 1 : 0), "index_put_");
      GC.KeepAlive(this);
      GC.KeepAlive(items);
      GC.KeepAlive(values);
      return this;
    }

    // ---- where it is ----

    /// <summary>The same on another device, or itself again. PyTorch: Tensor.to.</summary>
    public Tensor To(Device device) { return To(device, DType.Default); }
    /// <summary>The same in another dtype. PyTorch: Tensor.to.</summary>
    public Tensor To(DType dtype) { return To(default(Device), dtype); }
    public Tensor Cpu() { return To(Device.Cpu, DType.Default); }
    public Tensor Cuda(int i = 0) { return To(Device.Cuda(i), DType.Default); }
    public Tensor Float() { return To(DType.Float32); }
    public Tensor Double() { return To(DType.Float64); }
    public Tensor Long() { return To(DType.Int64); }

    // ---- hooks and other libraries ----

    /// <summary>
    /// Calls `hook` with each gradient that reaches this tensor; what it returns takes the gradient's place, unless null.
    /// A hook that itself holds the tensor keeps it until it is removed.
    /// </summary>
    /// <returns>the number by which RemoveHook knows it</returns>
    public long RegisterHook(Func<Tensor, Tensor> hook) {
      if (hook == null) throw new ArgumentNullException("hook");
      long id = Native.tn_tensor_register_hook(Handle, new HookCallback(hook).Register());
      GC.KeepAlive(this);
      if (id < 0) throw Errors.Last("tensor_register_hook");
      return id;
    }

    /// <summary>A DLManagedTensorVersioned for another library, which calls its deleter when done.</summary>
    public IntPtr ToDlpack() {
      long made = Errors.Made(Native.tn_to_dlpack(Handle), "to_dlpack");
      GC.KeepAlive(this);
      return (IntPtr)made;
    }

    /// <summary>A tensor over another library's memory; `managed` is the library's from here on.</summary>
    public static Tensor FromDlpack(IntPtr managed) { return Made(Native.tn_from_dlpack((long)managed), "from_dlpack"); }
  }

  /// <summary>The dtype of a C# type.</summary>
  internal static class Elements<T> where T : struct {
    internal static readonly DType Known = Find();

    internal static DType DType {
      get {
        if (Known == DType.Default) throw new NotSupportedException("no dtype has elements of " + typeof(T).Name);
        return Known;
      }
    }

    static DType Find() {
      if (typeof(T) == typeof(float)) return DType.Float32;
      if (typeof(T) == typeof(double)) return DType.Float64;
      if (typeof(T) == typeof(long)) return DType.Int64;
      if (typeof(T) == typeof(int)) return DType.Int32;
      if (typeof(T) == typeof(short)) return DType.Int16;
      if (typeof(T) == typeof(sbyte)) return DType.Int8;
      if (typeof(T) == typeof(byte)) return DType.UInt8;
      if (typeof(T) == typeof(bool)) return DType.Bool;
      return DType.Default;
    }
  }
}
