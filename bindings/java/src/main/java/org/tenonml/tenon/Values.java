package org.tenonml.tenon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/** Arguments whose kinds are known only when the program runs, as words for C, and results of such kinds. */
final class Values {
  static final int NONE = 1, TENSOR = 2, INT = 3, FLOAT = 4, BOOL = 5, STRING = 6, DTYPE = 7, DEVICE = 8, INTS = 9, FLOATS = 10,
      BOOLS = 11, TENSORS = 12, SLICE = 13, ELLIPSIS = 14, GENERATOR = 16;

  private long[] words = new long[32];
  private int count;

  static Values of(Object[] arguments) {
    Values values = new Values();
    if (arguments == null) arguments = new Object[] {null};
    for (Object one : arguments) values.add(null, one);
    return values;
  }

  Values and(Map<String, ?> named) {
    if (named != null) named.forEach(this::add);
    return this;
  }

  long[] words() {
    return Arrays.copyOf(words, count);
  }

  private void word(long word) {
    if (count == words.length) words = Arrays.copyOf(words, 2 * count);
    words[count++] = word;
  }

  private void bytes(byte[] utf8) {
    ByteBuffer packed = ByteBuffer.allocate((utf8.length + 7) / 8 * 8).order(ByteOrder.nativeOrder());
    packed.put(utf8);
    packed.rewind();
    while (packed.hasRemaining()) word(packed.getLong());
  }

  private void head(int kind, String name, long n) {
    word(kind);
    if (name == null) {
      word(-1);
    } else {
      byte[] utf8 = Text.utf8(name);
      word(utf8.length);
      bytes(utf8);
    }
    word(n);
  }

  private void one(int kind, String name, long value) {
    head(kind, name, 1);
    word(value);
  }

  private void add(String name, Object value) {
    if (value == null) head(NONE, name, 0);
    else if (value instanceof Tensor) one(TENSOR, name, Handle.use((Tensor) value));
    else if (value instanceof Boolean) one(BOOL, name, (Boolean) value ? 1 : 0);
    else if (value instanceof Double || value instanceof Float)
      one(FLOAT, name, Double.doubleToRawLongBits(((Number) value).doubleValue()));
    else if (value instanceof Number) one(INT, name, ((Number) value).longValue());
    else if (value instanceof DType) one(DTYPE, name, ((DType) value).code);
    else if (value instanceof Device) one(DEVICE, name, ((Device) value).code);
    else if (value instanceof Generator) one(GENERATOR, name, Handle.use((Generator) value));
    else if (value instanceof Index) index((Index) value, name);
    else if (value instanceof CharSequence) text(name, value.toString());
    else list(name, value);
  }

  private void text(String name, String value) {
    byte[] utf8 = Text.utf8(value);
    head(STRING, name, utf8.length);
    bytes(utf8);
  }

  private void index(Index index, String name) {
    if (index.kind != SLICE) {
      head(index.kind, name, 0);
      return;
    }
    head(SLICE, name, 3);
    word(index.start);
    word(index.end);
    word(index.step);
  }

  private void list(String name, Object value) {
    if (value instanceof long[]) {
      head(INTS, name, ((long[]) value).length);
      for (long one : (long[]) value) word(one);
    } else if (value instanceof int[]) {
      head(INTS, name, ((int[]) value).length);
      for (int one : (int[]) value) word(one);
    } else if (value instanceof double[]) {
      head(FLOATS, name, ((double[]) value).length);
      for (double one : (double[]) value) word(Double.doubleToRawLongBits(one));
    } else if (value instanceof boolean[]) {
      head(BOOLS, name, ((boolean[]) value).length);
      for (boolean one : (boolean[]) value) word(one ? 1 : 0);
    } else if (value instanceof Tensor[]) {
      head(TENSORS, name, ((Tensor[]) value).length);
      for (Tensor one : (Tensor[]) value) word(Handle.use(one));
    } else {
      throw new TenonException(Status.ERR_TYPE, "op_call", "a " + value.getClass().getName() + " is no argument of an operator");
    }
  }

  /** What an operator gave: tensors, numbers, truths, texts, dtypes, devices, null. */
  static Object[] results(long values) {
    try {
      Object[] all = new Object[Math.toIntExact(Native.tn_values_count(values))];
      for (int i = 0; i < all.length; ++i) all[i] = result(values, i);
      return all;
    } finally {
      Native.tn_values_release(values);
    }
  }

  private static Object result(long values, int i) {
    switch (Native.tn_values_kind(values, i)) {
      case TENSOR: return Tensor.wrap(Native.tn_values_tensor(values, i));
      case INT: return integer(values, i);
      case BOOL: return integer(values, i) != 0;
      case DTYPE: return DType.of((int) integer(values, i));
      case DEVICE: return Device.of((int) integer(values, i));
      case FLOAT: return Native.tn_values_float(values, i);
      case STRING: return Text.of(Native.tn_values_string(values, i));
      default: return null;
    }
  }

  private static long integer(long values, int i) {
    long[] value = new long[1];
    Native.tn_values_int(values, i, value);
    return value[0];
  }
}
