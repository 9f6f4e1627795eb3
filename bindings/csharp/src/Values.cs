using System;
using System.Collections.Generic;
using System.Text;

namespace TenonML {
  /// <summary>A height and a width; one number is both.</summary>
  public struct Pair {
    public readonly long Height, Width;

    public Pair(long height, long width) {
      Height = height;
      Width = width;
    }

    public static implicit operator Pair(long both) { return new Pair(both, both); }
    public static implicit operator Pair(int both) { return new Pair(both, both); }
    public static implicit operator Pair((long, long) p) { return new Pair(p.Item1, p.Item2); }
  }

  /// <summary>Several whole numbers: a shape, dimensions. A number, a tuple or an array is taken for them.</summary>
  public struct Longs {
    // How many they are stands before them.
    internal readonly long[] Counted;

    public Longs(params long[] values) {
      Counted = null;
      if (values == null) return;
      Counted = new long[values.Length + 1];
      Counted[0] = values.Length;
      Array.Copy(values, 0, Counted, 1, values.Length);
    }

    internal static Longs Joined(long first, long second, long[] more) {
      int n = more == null ? 0 : more.Length;
      long[] all = new long[n + 2];
      all[0] = first;
      all[1] = second;
      if (n > 0) more.CopyTo(all, 2);
      return new Longs(all);
    }

    public long[] ToArray() {
      long[] made = new long[Counted == null ? 0 : Counted.Length - 1];
      if (made.Length > 0) Array.Copy(Counted, 1, made, 0, made.Length);
      return made;
    }

    public static implicit operator Longs(long value) { return new Longs(value); }
    public static implicit operator Longs(int value) { return new Longs(value); }
    public static implicit operator Longs(long[] values) { return new Longs(values); }
    public static implicit operator Longs(int[] values) { return new Longs(values == null ? null : Array.ConvertAll(values, v => (long)v)); }
    public static implicit operator Longs((long, long) t) { return new Longs(t.Item1, t.Item2); }
    public static implicit operator Longs((long, long, long) t) { return new Longs(t.Item1, t.Item2, t.Item3); }
    public static implicit operator Longs((long, long, long, long) t) { return new Longs(t.Item1, t.Item2, t.Item3, t.Item4); }
    public static implicit operator Longs((long, long, long, long, long) t) {
      return new Longs(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5);
    }
  }

  /// <summary>Where tensors live. The default is the CPU for what is new, and a tensor's own device elsewhere.</summary>
  public struct Device : IEquatable<Device> {
    internal readonly int Code;

    internal Device(int code) { Code = code; }

    public static readonly Device Cpu = new Device(0x100);

    /// <summary>The i-th GPU.</summary>
    public static Device Cuda(int i = 0) {
      if (i < 0 || i > 255) throw new ArgumentOutOfRangeException("i");
      return new Device(0x200 + i);
    }

    /// <summary>"cpu", "cuda" or "cuda:1".</summary>
    public static implicit operator Device(string name) {
      if (name == null) return default(Device);
      if (name == "cpu") return Cpu;
      if (name == "cuda") return Cuda(0);
      int i;
      if (name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.Substring(5), out i)) return Cuda(i);
      throw new ArgumentException("no device: " + name);
    }

    public bool Equals(Device other) { return Code == other.Code; }
    public override bool Equals(object other) { return other is Device && Equals((Device)other); }
    public override int GetHashCode() { return Code; }
    public static bool operator ==(Device a, Device b) { return a.Code == b.Code; }
    public static bool operator !=(Device a, Device b) { return a.Code != b.Code; }
    public override string ToString() { return Code == 0 ? "default" : Code == 0x100 ? "cpu" : "cuda:" + (Code - 0x200); }
  }

  /// <summary>
  /// An argument of an operator called by name, one of its results, or an index: t[0, 1..3, Value.Ellipsis, Value.None].
  /// </summary>
  public struct Value {
    readonly Kind kind;
    readonly string name;
    readonly long integer;
    readonly object content;

    Value(Kind kind, long integer, object content, string name = null) {
      this.kind = kind;
      this.integer = integer;
      this.content = content;
      this.name = name;
    }

    /// <summary>None; as an index a new dimension.</summary>
    public static readonly Value None = new Value(Kind.None, 0, null);

    /// <summary>As many whole dimensions as are left.</summary>
    public static readonly Value Ellipsis = new Value(Kind.Ellipsis, 0, null);

    /// <summary>start:end:step; null is an open end.</summary>
    public static Value Slice(long? start = null, long? end = null, long step = 1) {
      return new Value(Kind.Slice, 0, new[] { start ?? long.MinValue, end ?? long.MinValue, step });
    }

    /// <summary>An argument by its name.</summary>
    public static Value Named(string name, Value value) { return new Value(value.kind, value.integer, value.content, name); }

    public static implicit operator Value(Tensor t) { return new Value(Kind.Tensor, 0, t); }
    public static implicit operator Value(long v) { return new Value(Kind.Int, v, null); }
    public static implicit operator Value(int v) { return new Value(Kind.Int, v, null); }
    public static implicit operator Value(double v) { return new Value(Kind.Float, BitConverter.DoubleToInt64Bits(v), null); }
    public static implicit operator Value(float v) { return (double)v; }
    public static implicit operator Value(bool v) { return new Value(Kind.Bool, v ? 1 : 0, null); }
    public static implicit operator Value(string v) { return v == null ? None : new Value(Kind.String, 0, v); }
    public static implicit operator Value(DType v) { return new Value(Kind.DType, (int)v, null); }
    public static implicit operator Value(Device v) { return new Value(Kind.Device, v.Code, null); }
    public static implicit operator Value(long[] v) { return v == null ? None : new Value(Kind.Ints, 0, v); }
    public static implicit operator Value(double[] v) { return v == null ? None : new Value(Kind.Floats, 0, v); }
    public static implicit operator Value(bool[] v) { return v == null ? None : new Value(Kind.Bools, 0, v); }
    public static implicit operator Value(Tensor[] v) { return v == null ? None : new Value(Kind.Tensors, 0, v); }
    public static implicit operator Value(Generator v) { return v == null ? None : new Value(Kind.Generator, 0, v); }
    public static implicit operator Value(Index i) { return new Value(Kind.Int, At(i), null); }

    public static implicit operator Value(Range r) {
      bool whole = r.End.IsFromEnd && r.End.Value == 0;
      return Slice(At(r.Start), whole ? (long?)null : At(r.End));
    }

    // ^0 is no element; ^1 is -1.
    static long At(Index i) {
      if (i.IsFromEnd && i.Value == 0) return long.MaxValue;
      return i.IsFromEnd ? -(long)i.Value : i.Value;
    }

    public bool IsNone { get { return kind == Kind.None || kind == 0; } }
    public Tensor AsTensor { get { return (Tensor)Expect(Kind.Tensor).content; } }
    public bool AsBool { get { return Expect(Kind.Bool).integer != 0; } }
    public DType AsDType { get { return (DType)Expect(Kind.DType).integer; } }
    public Device AsDevice { get { return new Device((int)Expect(Kind.Device).integer); } }
    public string AsString { get { return (string)Expect(Kind.String).content; } }

    public long AsLong {
      get {
        if (kind != Kind.Int && kind != Kind.Bool) Expect(Kind.Int);
        return integer;
      }
    }

    public double AsDouble { get { return kind == Kind.Int ? integer : BitConverter.Int64BitsToDouble(Expect(Kind.Float).integer); } }

    Value Expect(Kind wanted) {
      if (kind != wanted) throw new InvalidCastException("the value is of kind " + kind + ", not " + wanted);
      return this;
    }

    public override string ToString() {
      switch (kind) {
        case Kind.Int: return integer.ToString();
        case Kind.Float: return AsDouble.ToString();
        case Kind.Bool: return integer != 0 ? "True" : "False";
        default: return content == null ? kind.ToString() : content.ToString();
      }
    }

    // ---- how they cross: values.i says it ----

    internal static long[] Words(Value[] values) {
      if (values == null) throw new ArgumentNullException("values");
      List<long> words = new List<long> { 0 };
      foreach (Value v in values) v.Write(words);
      words[0] = words.Count - 1;
      return words.ToArray();
    }

    void Write(List<long> to) {
      to.Add((long)(kind == 0 ? Kind.None : kind));
      if (name == null) to.Add(-1);
      else WriteText(to, name);
      switch (kind) {
        case Kind.String: WriteText(to, (string)content); break;
        case Kind.Ints:
        case Kind.Slice: WriteAll(to, (long[])content, v => v); break;
        case Kind.Floats: WriteAll(to, (double[])content, BitConverter.DoubleToInt64Bits); break;
        case Kind.Bools: WriteAll(to, (bool[])content, v => v ? 1 : 0); break;
        case Kind.Tensors: WriteAll(to, (Tensor[])content, v => NativeObject.HandleOf(v)); break;
        case Kind.None:
        case 0:
        case Kind.Ellipsis: to.Add(0); break;
        default:
          to.Add(1);
          to.Add(kind == Kind.Tensor || kind == Kind.Generator ? NativeObject.HandleOf((NativeObject)content) : integer);
          break;
      }
    }

    static void WriteAll<T>(List<long> to, T[] values, Func<T, long> word) {
      to.Add(values.Length);
      foreach (T v in values) to.Add(word(v));
    }

    static void WriteText(List<long> to, string text) {
      byte[] bytes = Encoding.UTF8.GetBytes(text);
      to.Add(bytes.Length);
      for (int i = 0; i < bytes.Length; i += 8) {
        long word = 0;
        for (int j = 0; j < 8 && i + j < bytes.Length; ++j) word |= (long)bytes[i + j] << 8 * j;
        to.Add(word);
      }
    }

    /// <summary>The results of a call, which are given up.</summary>
    internal static unsafe Value[] Take(long values, string op) {
      try {
        Value[] made = new Value[Native.tn_values_count(values)];
        for (long i = 0; i < made.Length; ++i) made[i] = Read(values, i, op);
        return made;
      } finally {
        Native.tn_values_release(values);
      }
    }

    static unsafe Value Read(long values, long i, string op) {
      Kind kind = (Kind)Native.tn_values_kind(values, i);
      switch (kind) {
        case Kind.None: return None;
        case Kind.Tensor: return Tensor.Made(Native.tn_values_tensor(values, i), op);
        case Kind.Float: return Native.tn_values_float(values, i);
        case Kind.String: return Text.Of(Native.tn_values_string(values, i));
        default:
          long found;
          Errors.Status(Native.tn_values_int(values, i, &found), op);
          return new Value(kind, found, null);
      }
    }
  }
}
