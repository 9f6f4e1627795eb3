using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TenonML {
  internal static unsafe class Text {
    /// <summary>UTF-8 with a zero byte behind it; null for null.</summary>
    internal static byte[] Bytes(string text) {
      if (text == null) return null;
      if (text.IndexOf('\0') >= 0) throw new ArgumentException("a text has a zero character in it");
      byte[] made = new byte[Encoding.UTF8.GetByteCount(text) + 1];
      Encoding.UTF8.GetBytes(text, 0, text.Length, made, 0);
      return made;
    }

    internal static string Of(byte* text) {
      if (text == null) return null;
      int n = 0;
      while (text[n] != 0) ++n;
      return n == 0 ? "" : Encoding.UTF8.GetString(text, n);
    }

    /// <summary>Of a text that is ours to free.</summary>
    internal static string Take(byte* text, string op) {
      if (text == null) throw Errors.Last(op);
      string made = Of(text);
      Native.free_text(text);
      return made;
    }
  }

  /// <summary>Handles of several objects as one array, their number before them.</summary>
  internal static unsafe class Handles {
    internal static long[] Of(IReadOnlyList<NativeObject> list) {
      if (list == null) return null;
      long[] made = new long[list.Count + 1];
      made[0] = list.Count;
      for (int i = 0; i < list.Count; ++i) made[i + 1] = NativeObject.HandleOf(list[i]);
      return made;
    }

    /// <summary>The tensors of a list, which is given up.</summary>
    internal static Tensor[] Take(long list, string op) {
      Errors.Made(list, op);
      long n = Native.tn_tensors_count(list);
      long[] found = new long[n + 1];
      fixed (long* room = found) Errors.Status(Native.take_tensors(list, room), op);
      Tensor[] made = new Tensor[n];
      for (long i = 0; i < n; ++i) made[i] = Tensor.Made(found[i], op);
      return made;
    }
  }

  /// <summary>Arguments by name, as the constructors of modules and optimizers take them.</summary>
  public sealed class Json {
    readonly StringBuilder text = new StringBuilder("{");

    Json Put(string name, string value) {
      if (text.Length > 1) text.Append(", ");
      Quote(text, name);
      text.Append(": ").Append(value);
      return this;
    }

    internal static void Quote(StringBuilder to, string text) {
      to.Append('"');
      foreach (char c in text)
        if (c == '"' || c == '\\') to.Append('\\').Append(c);
        else if (c < ' ') to.Append("\\u").Append(((int)c).ToString("x4"));
        else to.Append(c);
      to.Append('"');
    }

    static string Number(double value) {
      if (double.IsNaN(value)) return "\"nan\"";
      if (double.IsInfinity(value)) return value > 0 ? "\"inf\"" : "\"-inf\"";
      string text = value.ToString("R", CultureInfo.InvariantCulture);
      return text.IndexOfAny(new[] { '.', 'E' }) < 0 ? text + ".0" : text;
    }

    public Json Add(string name, long value) { return Put(name, value.ToString(CultureInfo.InvariantCulture)); }
    public Json Add(string name, double value) { return Put(name, Number(value)); }
    public Json Add(string name, bool value) { return Put(name, value ? "true" : "false"); }

    public Json Add(string name, string value) {
      if (value == null) return this;
      StringBuilder quoted = new StringBuilder();
      Quote(quoted, value);
      return Put(name, quoted.ToString());
    }

    /// <summary>What is null has the library's default.</summary>
    public Json Add(string name, long? value) { return value.HasValue ? Add(name, value.Value) : this; }
    public Json Add(string name, double? value) { return value.HasValue ? Add(name, value.Value) : this; }
    public Json Add(string name, bool? value) { return value.HasValue ? Add(name, value.Value) : this; }

    /// <summary>Null is None.</summary>
    public Json AddOrNull(string name, double? value) { return value.HasValue ? Add(name, value.Value) : Put(name, "null"); }
    public Json AddOrNull(string name, long? value) { return value.HasValue ? Add(name, value.Value) : Put(name, "null"); }

    public Json Add(string name, Pair value) { return Put(name, "[" + value.Height + ", " + value.Width + "]"); }
    public Json Add(string name, Pair? value) { return value.HasValue ? Add(name, value.Value) : this; }
    public Json Add(string name, Longs value) {
      if (value.Counted == null) return this;
      return Put(name, "[" + string.Join(", ", Array.ConvertAll(value.ToArray(), n => n.ToString(CultureInfo.InvariantCulture))) + "]");
    }
    public Json Add(string name, Longs? value) { return value.HasValue ? Add(name, value.Value) : this; }
    public Json Add(string name, (double, double) value) { return Put(name, "[" + Number(value.Item1) + ", " + Number(value.Item2) + "]"); }
    public Json Add(string name, (double, double)? value) { return value.HasValue ? Add(name, value.Value) : this; }

    public Json Add(string name, double[] values) {
      return values == null ? this : Put(name, "[" + string.Join(", ", Array.ConvertAll(values, Number)) + "]");
    }

    /// <summary>Any of the values above, and lists of them.</summary>
    public Json Add(string name, object value) {
      if (value == null) return this;
      if (value is long || value is int || value is short || value is byte) return Add(name, Convert.ToInt64(value));
      if (value is double || value is float) return Add(name, Convert.ToDouble(value));
      if (value is bool) return Add(name, (bool)value);
      if (value is Pair) return Add(name, (Pair)value);
      if (value is Longs) return Add(name, (Longs)value);
      if (value is double[]) return Add(name, (double[])value);
      if (value is string) return Add(name, (string)value);
      if (value is Tensor) return Add(name, (Tensor)value);
      if (value is DType) return Add(name, Tenon.DTypeName((DType)value));
      if (value is Device) return Add(name, value.ToString());
      IEnumerable list = value as IEnumerable;
      if (list == null) throw new ArgumentException(name + ": a " + value.GetType().Name + " is no argument");
      List<string> items = new List<string>();
      foreach (object item in list) items.Add(item == null ? "null" : new Json().Add("", item).text.ToString().Substring("{\"\": ".Length));
      return Put(name, "[" + string.Join(", ", items.ToArray()) + "]");
    }

    /// <summary>A tensor's values, list in list.</summary>
    public Json Add(string name, Tensor value) {
      if (value == null) return this;
      StringBuilder nested = new StringBuilder();
      int at = 0;
      Nest(nested, value.ToArray<double>(), value.Shape, 0, ref at);
      return Put(name, nested.ToString());
    }

    static void Nest(StringBuilder to, double[] values, long[] shape, int dim, ref int at) {
      if (dim == shape.Length) {
        to.Append(Number(values[at++]));
        return;
      }
      to.Append('[');
      for (long i = 0; i < shape[dim]; ++i) {
        if (i > 0) to.Append(", ");
        Nest(to, values, shape, dim + 1, ref at);
      }
      to.Append(']');
    }

    public override string ToString() { return text + "}"; }
  }
}
