package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and tensors in order, and texts beside them: a state_dict, the content of a file. */
public final class TensorDict extends TensorDictMethods implements Iterable<Map.Entry<String, Tensor>> {
  private TensorDict(long pointer) {
    super(pointer, DICT);
  }

  /** An empty one. */
  public TensorDict() {
    this(Native.tn_dict_new());
  }

  static TensorDict wrap(long pointer) {
    return new TensorDict(pointer);
  }

  /** How many tensors there are. */
  public int size() {
    int made = Math.toIntExact(Native.tn_dict_count(use(this)));
    Reference.reachabilityFence(this);
    return made;
  }

  /** The names, in order. */
  public List<String> names() {
    List<String> made = Tenon.list(size(), i -> Native.tn_dict_name(use(this), i));
    Reference.reachabilityFence(this);
    return made;
  }

  @Override
  public Iterator<Map.Entry<String, Tensor>> iterator() {
    List<Map.Entry<String, Tensor>> all = new ArrayList<>();
    for (String name : names()) all.add(new java.util.AbstractMap.SimpleEntry<>(name, get(name)));
    return all.iterator();
  }

  /** The texts: __metadata__ in safetensors. */
  public Map<String, String> metadata() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String key : Tenon.list(Native.tn_dict_metadata_count(use(this)), i -> Native.tn_dict_metadata_key(use(this), i)))
      all.put(key, Text.of(Native.tn_dict_metadata(use(this), Text.utf8(key))));
    Reference.reachabilityFence(this);
    return all;
  }

  /** Sets the text of a key; null removes it. */
  public void setMetadata(String key, String text) {
    Native.tn_dict_set_metadata(use(this), Text.utf8(key), Text.utf8(text));
    Reference.reachabilityFence(this);
  }
}
