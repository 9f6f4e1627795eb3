package org.tenonml.tenon;

/** What callbacks ask of a call. */
final class Calls {
  private Calls() {}

  static Tensor[] arguments(long call) {
    Tensor[] all = new Tensor[Math.toIntExact(Native.tn_call_count(call))];
    for (int i = 0; i < all.length; ++i) all[i] = Tensor.wrap(Native.tn_call_arg(call, i));
    return all;
  }

  static void give(long call, Tensor[] outputs) {
    for (int i = 0; i < outputs.length; ++i) Native.tn_call_return(call, i, Handle.use(outputs[i]));
  }
}
