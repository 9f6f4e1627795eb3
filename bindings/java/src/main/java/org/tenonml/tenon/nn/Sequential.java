package org.tenonml.tenon.nn;

import org.tenonml.tenon.Arguments;
import org.tenonml.tenon.Module;

/** {@code torch.nn.Sequential}: one after another; the children are named "0", "1" and so on. */
public class Sequential extends Module {
  public Sequential(Module... children) {
    super("Sequential", new Arguments());
    for (int i = 0; i < children.length; ++i) add(Integer.toString(i), children[i]);
  }
}
