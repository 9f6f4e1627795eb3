package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.optim.Adam;

class FilesTest extends LiveCount {
  @TempDir
  Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void treesAreWhatTorchSaves() {
    Tree tree = Tree.of(Map.of("epoch", 3, "weights", new Linear(2, 1).stateDict(), "names", List.of("a", "ü€𝄞"),
        "lr", 0.5, "done", true, "raw", new byte[] {1, 2}));
    tree.put("nothing", null).put("dtype", DType.FLOAT16);
    Tenon.save(tree, path("run.pt"));
    Tree again = Tenon.load(path("run.pt"));
    assertEquals(TreeKind.DICT, again.kindOf());
    assertEquals(3, again.get("epoch").asInt());
    assertEquals(0.5, again.get("lr").asFloat());
    assertTrue(again.get("done").asBool());
    assertEquals("ü€𝄞", again.get("names").item(1).asString());
    assertArrayEquals(new byte[] {1, 2}, again.get("raw").asBytes());
    assertEquals(DType.FLOAT16, again.get("dtype").asDtype());
    assertEquals(List.of("weight", "bias"), again.get("weights").tensors().names());
    Map<?, ?> java = (Map<?, ?>) again.toJava();
    assertEquals(3L, java.get("epoch"));
    assertNull(java.get("nothing"));
    assertEquals(List.of("a", "ü€𝄞"), java.get("names"));
    assertEquals(2, Tree.tuple(Tree.of(1), Tree.none()).count());
    assertThrows(TenonException.class, () -> again.get("epochs"));
  }

  @Test
  void dictionariesOfEveryFormat() {
    TensorDict dict = new TensorDict();
    dict.set("ä.weight", Tenon.rand(2, 3));
    dict.set("bias", Tenon.arange(0, 3));
    dict.setMetadata("format", "pt");
    Tenon.safetensorsSave(dict, path("a.safetensors"));
    Tenon.saveStateDict(dict, path("a.pt"));
    Tenon.npzSave(dict, path("a.npz"), true);
    Tenon.safetensorsSaveSharded(dict, path("a.safetensors.index.json"), 30);
    assertEquals(Map.of("format", "pt"), Tenon.safetensorsLoad(path("a.safetensors")).metadata());
    for (String file : List.of("a.safetensors", "a.pt", "a.npz")) {
      TensorDict again = Tenon.loadStateDict(path(file));
      assertEquals(List.of("ä.weight", "bias"), again.names(), file);
      for (Map.Entry<String, Tensor> one : again)
        assertArrayEquals(dict.get(one.getKey()).toDoubleArray(), one.getValue().toDoubleArray(), file);
    }
    TensorDict mapped = Tenon.safetensorsLoad(path("a.safetensors.index.json"), new SafetensorsLoadOptions().mapped(true));
    assertEquals(2, mapped.size());
    assertTrue(mapped.has("bias"));
    assertThrows(TenonException.class, () -> mapped.get("bia"));
  }

  @Test
  void arraysAndTables() throws Exception {
    Tensor x = Tenon.tensor(new float[][] {{1, 2.5f}, {3, 4}});
    Tenon.npySave(x, path("x.npy"));
    assertArrayEquals(x.toFloatArray(), Tenon.npyLoad(path("x.npy")).toFloatArray());
    Tenon.csvSave(x, path("x.csv"), new CsvSaveOptions().delimiter(';'));
    assertEquals("1;2.5\n3;4\n", Files.readString(folder.resolve("x.csv")));
    assertArrayEquals(x.toDoubleArray(),
        Tenon.csvLoad(path("x.csv"), new CsvLoadOptions().delimiter(';').dtype(DType.FLOAT64)).toDoubleArray());
    TenonException missing = assertThrows(TenonException.class, () -> Tenon.npyLoad(path("nowhere.npy")));
    assertEquals(Status.ERR_IO, missing.code());
    assertEquals("npy_load", missing.op());
  }

  @Test
  void aRunGoesOnFromItsCheckpoint() {
    Linear net = new Linear(2, 1);
    Adam adam = new Adam(net.parameters());
    Tensor x = Tenon.randn(4, 2);
    for (int i = 0; i < 3; ++i) step(net, adam, x);
    Tenon.save(Tenon.checkpoint(net, adam, 3), path("run.pt"));
    step(net, adam, x);
    float[] expected = net.parameter("weight").toFloatArray();
    Linear other = new Linear(2, 1);
    Adam otherAdam = new Adam(other.parameters());
    assertEquals(3, Tenon.checkpointRestore(Tenon.load(path("run.pt")), other, otherAdam));
    step(other, otherAdam, x);
    assertArrayEquals(expected, other.parameter("weight").toFloatArray());
  }

  private static void step(Module net, Optimizer optimizer, Tensor x) {
    optimizer.zeroGrad();
    net.forward(x).square().sum().backward();
    optimizer.step();
  }

  @Test
  void strangersCheckpoints() {
    Path data = Paths.get(System.getProperty("tenon.data", "../shared/data"), "checkpoints");
    Assumptions.assumeTrue(Files.isDirectory(data), "no checkpoints at " + data);
    try (java.util.stream.Stream<Path> files = Files.list(data)) {
      int read = 0;
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (!file.toString().endsWith(".pt") && !file.toString().endsWith(".pth")) continue;
        try (Scope scope = Tenon.openScope()) {
          read += Tenon.loadStateDict(file.toString()).size();
        } catch (TenonException e) {
          assertTrue(e.code() == Status.ERR_IO || e.code() == Status.ERR_UNSUPPORTED, file + ": " + e.getMessage());
        }
      }
      assertTrue(read > 0, "tensors of " + data);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
