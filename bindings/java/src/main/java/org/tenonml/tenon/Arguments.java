package org.tenonml.tenon;

import java.util.LinkedHashMap;
import java.util.Map;

/** A constructor's arguments by name, as the library reads them: a JSON object. */
public class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();

  public Arguments() {}

  /** Those of `options`, to be added to; null is none. */
  public Arguments(Arguments options) {
    if (options != null) values.putAll(options.values);
  }

  /** A whole number, a real one, a truth, a text, an array of numbers, a tensor, or null. */
  public final Arguments put(String name, Object value) {
    values.put(name, json(value));
    return this;
  }

  private static String json(Object value) {
    if (value == null) return "null";
    if (value instanceof Double || value instanceof Float) return real(((Number) value).doubleValue());
    if (value instanceof Number || value instanceof Boolean) return value.toString();
    if (value instanceof Tensor) return nested((Tensor) value);
    StringBuilder text = new StringBuilder("[");
    if (value instanceof long[]) {
      for (long one : (long[]) value) text.append(text.length() > 1 ? "," : "").append(one);
      return text.append("]").toString();
    }
    if (value instanceof double[]) {
      for (double one : (double[]) value) text.append(text.length() > 1 ? "," : "").append(real(one));
      return text.append("]").toString();
    }
    return quoted(value.toString());
  }

  private static String real(double value) {
    if (Double.isNaN(value)) return "\"nan\"";
    if (Double.isInfinite(value)) return value > 0 ? "\"inf\"" : "\"-inf\"";
    return Double.toString(value);
  }

  private static String nested(Tensor t) {
    long[] shape = t.shape();
    double[] all = t.toDoubleArray();
    return shape.length == 0 ? real(all[0]) : nested(all, shape, 0, 0, all.length);
  }

  private static String nested(double[] all, long[] shape, int d, int begin, int end) {
    StringBuilder text = new StringBuilder("[");
    int step = shape[d] == 0 ? 0 : (end - begin) / (int) shape[d];
    for (int i = 0; i < shape[d]; ++i) {
      if (i > 0) text.append(",");
      int at = begin + i * step;
      text.append(d + 1 == shape.length ? real(all[at]) : nested(all, shape, d + 1, at, at + step));
    }
    return text.append("]").toString();
  }

  private static String quoted(String text) {
    StringBuilder made = new StringBuilder("\"");
    for (int i = 0; i < text.length(); ++i) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') made.append('\\').append(c);
      else if (c < 0x20) made.append(String.format("\\u%04x", (int) c));
      else made.append(c);
    }
    return made.append('"').toString();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, String> one : values.entrySet())
      text.append(text.length() > 1 ? ", " : "").append(quoted(one.getKey())).append(": ").append(one.getValue());
    return text.append("}").toString();
  }
}
