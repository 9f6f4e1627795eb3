package org.tenonml.tenon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds and loads the two native libraries: the engine, and what joins it to Java.
 *
 * <p>The system property {@code tenon.library.path}, or the environment variable TENON_LIBRARY_PATH, names a folder that has
 * them; then no other is tried. Else they come out of the jar, into a folder of the user's cache that bears the version and
 * the files' hash ({@code tenon.cache} or TENON_CACHE names another place for it). A file there whose hash is wrong is
 * written again.
 */
final class NativeLibrary {
  private static final String[] NAMES = {"libtenon.so.0", "libtenon_java.so"};

  private NativeLibrary() {}

  private static boolean loaded;

  static synchronized void load() {
    if (loaded) return;
    List<String> tried = new ArrayList<>();
    String folder = setting("tenon.library.path", "TENON_LIBRARY_PATH");
    try {
      if (folder != null) {
        tried.add(folder);
        loadFrom(Paths.get(folder));
      } else {
        Path cache = cache();
        tried.add("the jar's " + resources() + ", through " + cache);
        loadFrom(extract(cache));
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      UnsatisfiedLinkError error = new UnsatisfiedLinkError(
          "Tenon's native libraries can't be loaded. Tried: " + String.join("; ", tried) + ". The reason: " + e.getMessage()
              + ". -Dtenon.library.path=FOLDER or TENON_LIBRARY_PATH names a folder that has " + String.join(" and ", NAMES));
      error.initCause(e);
      throw error;
    }
    loaded = true;
    check();
    Native.tn_set_memory_pressure((which, call) -> Collector.collect());
  }

  /** An older binding works with a newer engine of the same major version, and with no other. */
  private static void check() {
    long built = Native.compiled_abi_version(), found = Native.abi_version();
    if (found / 1000 != built / 1000 || found < built)
      throw new UnsatisfiedLinkError("Tenon's engine has ABI " + found + ", and these classes were made for " + built
          + ": the same major version, and at least this minor, is needed");
  }

  private static String setting(String property, String variable) {
    String found = System.getProperty(property);
    return found != null && !found.isEmpty() ? found : System.getenv(variable);
  }

  private static void loadFrom(Path folder) {
    // libtenon_java.so finds the engine beside itself; System.load is given the engine first where it is a file of that name.
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.exists(file) || name.equals(NAMES[1])) System.load(file.toAbsolutePath().toString());
    }
  }

  private static String platform() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT), arch = System.getProperty("os.arch");
    if (os.contains("linux") && (arch.equals("amd64") || arch.equals("x86_64"))) return "linux-x86_64";
    throw new IOException("the jar has libraries for linux-x86_64, and this is " + os + " on " + arch);
  }

  private static String resources() throws IOException {
    return "/org/tenonml/tenon/native/" + platform() + "/";
  }

  private static Path cache() {
    String set = setting("tenon.cache", "TENON_CACHE");
    if (set != null && !set.isEmpty()) return Paths.get(set);
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && !xdg.isEmpty() ? Paths.get(xdg, "tenon") : Paths.get(System.getProperty("user.home"), ".cache", "tenon");
  }

  private static Path extract(Path cache) throws IOException {
    byte[][] contents = new byte[NAMES.length][];
    MessageDigest all = sha256();
    for (int i = 0; i < NAMES.length; ++i) {
      String resource = resources() + NAMES[i];
      try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
        if (in == null) throw new IOException("the jar has no " + resource);
        contents[i] = in.readAllBytes();
      }
      all.update(contents[i]);
    }
    String version = NativeLibrary.class.getPackage().getImplementationVersion();
    Path folder = cache.resolve((version == null ? "dev" : version) + "-" + hex(all.digest()).substring(0, 16));
    Files.createDirectories(folder);
    for (int i = 0; i < NAMES.length; ++i) place(folder.resolve(NAMES[i]), contents[i]);
    return folder;
  }

  /** Writes a file unless it is there as it should be; at once, so that another process never sees half of it. */
  private static void place(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && MessageDigest.isEqual(sha256().digest(Files.readAllBytes(file)), sha256().digest(content))) return;
    Path made = Files.createTempFile(file.getParent(), "unfinished", ".so");
    try {
      Files.write(made, content);
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) text.append(String.format("%02x", b));
    return text.toString();
  }
}
