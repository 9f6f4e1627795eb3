package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's values nested in one another: what a checkpoint holds. {@link #toJava} turns it into Java's own, {@link #of} makes
 * one of them.
 */
public final class Tree extends TreeMethods {
  private Tree(long pointer) {
    super(pointer, TREE);
  }

  static Tree wrap(long pointer) {
    return new Tree(pointer);
  }

  /** Which kind of value it is. */
  public TreeKind kindOf() {
    TreeKind made = TreeKind.of(Native.tn_tree_kind(use(this)));
    Reference.reachabilityFence(this);
    return made;
  }

  /** Bytes, or those of a text. */
  public byte[] asBytes() {
    byte[] made = Native.tree_bytes(use(this));
    Reference.reachabilityFence(this);
    return made;
  }

  /** Bytes. */
  public static Tree fromBytes(byte[] bytes) {
    return wrap(Native.tree_from_bytes(bytes));
  }

  /** A list of these. */
  public static Tree list(Tree... items) {
    long made = Native.tn_tree_list(useAll(items));
    Reference.reachabilityFence(items);
    return wrap(made);
  }

  /** A tuple of these, which never changes. */
  public static Tree tuple(Tree... items) {
    long made = Native.tn_tree_tuple(useAll(items));
    Reference.reachabilityFence(items);
    return wrap(made);
  }

  /** Null, Boolean, numbers, String, byte[], DType, Tensor, TensorDict, Tree, and lists and maps with names of such values. */
  public static Tree of(Object value) {
    if (value instanceof Tree) return (Tree) value;
    if (value == null) return none();
    if (value instanceof Boolean) return fromBool((Boolean) value);
    if (value instanceof Double || value instanceof Float) return fromFloat(((Number) value).doubleValue());
    if (value instanceof Number) return fromInt(((Number) value).longValue());
    if (value instanceof CharSequence) return fromString(value.toString());
    if (value instanceof byte[]) return fromBytes((byte[]) value);
    if (value instanceof DType) return fromDtype((DType) value);
    if (value instanceof Tensor) return fromTensor((Tensor) value);
    if (value instanceof TensorDict) return fromTensors((TensorDict) value);
    if (value instanceof Map) {
      Tree made = dict();
      ((Map<?, ?>) value).forEach((key, one) -> made.put(key, one));
      return made;
    }
    if (value instanceof Iterable) {
      Tree made = list();
      for (Object one : (Iterable<?>) value) made.append(of(one));
      return made;
    }
    throw new TenonException(Status.ERR_TYPE, "tree", "a " + value.getClass().getName() + " has no place in a tree");
  }

  private void put(Object key, Object value) {
    if (key instanceof Number) set(((Number) key).longValue(), of(value));
    else set(key.toString(), of(value));
  }

  /** Sets a key to any value that {@link #of} takes. */
  public Tree put(String key, Object value) {
    set(key, of(value));
    return this;
  }

  /**
   * Java's own values: null, Boolean, Long, Double, String, byte[], DType, Tensor, List, Map; an instance of a class that Tenon
   * doesn't know stays a Tree.
   */
  public Object toJava() {
    switch (kindOf()) {
      case NONE: return null;
      case BOOL: return asBool();
      case INT: return asInt();
      case FLOAT: return asFloat();
      case STRING: return asString();
      case BYTES: return asBytes();
      case DTYPE: return asDtype();
      case TENSOR: return asTensor();
      case LIST:
      case TUPLE: {
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < count(); ++i) all.add(item(i).toJava());
        return all;
      }
      case DICT: {
        Map<Object, Object> all = new LinkedHashMap<>();
        for (long i = 0; i < count(); ++i) all.put(key(i).toJava(), item(i).toJava());
        return all;
      }
      default: return this;
    }
  }
}
