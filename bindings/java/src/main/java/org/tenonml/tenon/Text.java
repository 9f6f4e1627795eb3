package org.tenonml.tenon;

import java.nio.charset.StandardCharsets;

/** Text on its way to C and back: UTF-8, which JNI's own functions aren't. */
final class Text {
  private Text() {}

  static byte[] utf8(String text) {
    if (text == null) return null;
    if (text.indexOf('\0') >= 0)
      throw new TenonException(Status.ERR_VALUE, "text", "a text with a zero character in it ends there in C");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String of(byte[] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }
}
