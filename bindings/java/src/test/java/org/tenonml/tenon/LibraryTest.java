package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest extends LiveCount {
  @Test
  void whatALibrarySaysOfItself() {
    assertEquals("0.1.0", Tenon.version());
    assertTrue(Tenon.buildInfo().contains("0.1.0"));
    assertEquals("TN_ERR_SHAPE", Tenon.statusName(Status.ERR_SHAPE));
    assertTrue(Tenon.procAddress("tn_add") != 0);
    assertThrows(TenonException.class, () -> Tenon.procAddress("tn_none"));
    assertEquals(Tenon.cudaIsAvailable(), Tenon.cudaDeviceCount() > 0);
    assertEquals(Tenon.cudaIsAvailable(), Tenon.cudaUnavailableReason().isEmpty());
    if (!Tenon.cudaIsAvailable())
      assertEquals(Status.ERR_DEVICE, assertThrows(TenonException.class, () -> Tenon.ones(1).to(Device.cuda(0))).code());
    assertThrows(TenonException.class, () -> Device.cuda(300));
    assertEquals("cuda:1", Device.cuda(1).toString());
  }

  @Test
  void badInputIsAnException() {
    Tensor x = Tenon.ones(2, 3);
    assertEquals(Status.ERR_NULL, assertThrows(TenonException.class, () -> x.add((Tensor) null)).code());
    assertEquals(Status.ERR_SHAPE, assertThrows(TenonException.class, () -> Tenon.zeros(-1)).code());
    assertEquals(Status.ERR_INDEX, assertThrows(TenonException.class, () -> x.sum(5)).code());
    assertEquals(Status.ERR_VALUE, assertThrows(TenonException.class, () -> Tenon.load("a\0b")).code());
    assertEquals(Status.ERR_SHAPE, assertThrows(TenonException.class, () -> Tenon.tensor(new float[3], 2, 2)).code());
    assertEquals(Status.ERR_SHAPE, assertThrows(TenonException.class, () -> Tenon.tensor(new float[][] {{1}, {1, 2}})).code());
    assertEquals(Status.ERR_TYPE, assertThrows(TenonException.class, () -> Tenon.op("add", x, new Object())).code());
    assertEquals(Status.ERR_TYPE, assertThrows(TenonException.class, () -> Tree.of(new Object())).code());
    assertThrows(TenonException.class, () -> Tenon.cat(new Tensor[0]));
    assertThrows(TenonException.class, x::item);
  }

  /** Another virtual machine, with these settings; its exit status, and what it said. */
  private static int run(List<String> said, String... settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(settings));
    command.addAll(List.of("-cp", System.getProperty("java.class.path") + java.io.File.pathSeparator
        + classPath(), "org.tenonml.tenon.LibraryTest$Program"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    said.addAll(new String(process.getInputStream().readAllBytes()).lines().toList());
    return process.waitFor();
  }

  private static String classPath() {
    String jar = Tenon.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar + java.io.File.pathSeparator + LibraryTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Adds one and one. */
  static final class Program {
    public static void main(String[] arguments) {
      System.out.println(Tenon.ones(1).add(1).item());
    }
  }

  @Test
  void librariesComeOutOfTheJarOnce(@TempDir Path cache) throws Exception {
    List<String> said = new ArrayList<>();
    assertEquals(0, run(said, "-Dtenon.cache=" + cache), said.toString());
    assertEquals(List.of("2.0"), said);
    Path folder;
    try (java.util.stream.Stream<Path> all = Files.list(cache)) {
      folder = all.toList().get(0);
    }
    Path engine = folder.resolve("libtenon.so.0");
    long when = Files.getLastModifiedTime(engine).toMillis();
    said.clear();
    assertEquals(0, run(said, "-Dtenon.cache=" + cache), said.toString());
    assertEquals(when, Files.getLastModifiedTime(engine).toMillis());
    // A file that isn't what it should be is written again.
    Files.writeString(engine, "no library");
    said.clear();
    assertEquals(0, run(said, "-Dtenon.cache=" + cache), said.toString());
    // Its folder is used as it is, where one is named.
    said.clear();
    assertEquals(0, run(said, "-Dtenon.library.path=" + folder), said.toString());
  }

  @Test
  void whatCantBeLoadedIsSaid(@TempDir Path empty) throws Exception {
    List<String> said = new ArrayList<>();
    assertFalse(run(said, "-Dtenon.library.path=" + empty) == 0);
    String text = String.join("\n", said);
    assertTrue(text.contains(empty.toString()) && text.contains("libtenon_java.so") && text.contains("TENON_LIBRARY_PATH"), text);
  }
}
