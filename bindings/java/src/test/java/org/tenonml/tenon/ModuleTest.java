package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenonml.tenon.nn.BatchNorm2d;
import org.tenonml.tenon.nn.Conv2d;
import org.tenonml.tenon.nn.CrossEntropyLoss;
import org.tenonml.tenon.nn.Dropout;
import org.tenonml.tenon.nn.LayerNorm;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.nn.ReLU;
import org.tenonml.tenon.nn.Sequential;

class ModuleTest extends LiveCount {
  /** y = scale * fc(x), nested in others. */
  static class Scaled extends Module {
    final Linear fc;
    final Tensor scale;

    Scaled(long in, long out) {
      fc = add("fc", new Linear(in, out, Linear.options().bias(false)));
      scale = addParameter("scale", Tenon.full(new long[] {1}, 2.0));
      addBuffer("seen", Tenon.zeros(1));
    }

    @Override
    public Tensor forward(Tensor x) {
      return fc.forward(x).mul(scale);
    }
  }

  @Test
  void modulesOfJavaHaveWhatTheyRegister() {
    Scaled m = new Scaled(3, 2);
    assertEquals("Scaled(\n  (fc): Linear(in_features=3, out_features=2, bias=False)\n)", m.toString());
    assertEquals(List.of("scale", "fc.weight"), m.namedParameters().names());
    assertEquals(List.of("scale", "seen", "fc.weight"), m.stateDict().names());
    assertEquals(2, m.parameters().length);
    assertSame(m.fc, m.child("fc"));
    assertTrue(m.parameter("scale").requiresGrad());
    assertEquals(1, m.namedBuffers().size());
    m.forward(Tenon.ones(1, 3)).sum().backward();
    assertNotNull(m.fc.parameter("weight").grad());
    m.zeroGrad();
    assertEquals("Scaled", m.className());
    m.requiresGrad_(false);
    assertFalse(m.scale.requiresGrad());
  }

  @Test
  void theLibrarysContainersCallThem() {
    Sequential net = new Sequential(new Linear(4, 3), new ReLU(), new Scaled(3, 2), new Sequential(new Scaled(2, 2)));
    Tensor x = Tenon.randn(5, 4), y = net.forward(x);
    assertArrayEquals(new long[] {5, 2}, y.shape());
    Tensor by_hand = x;
    for (Module each : net.children()) by_hand = each.forward(by_hand);
    assertTrue(y.eq(by_hand).all().item() == 1);
    y.sum().backward();
    assertNotNull(net.parameter("3.0.fc.weight").grad());
    Tenon.collect();
    assertArrayEquals(y.toFloatArray(), net.forward(x).toFloatArray());
    List<String> names = new ArrayList<>();
    net.apply(each -> names.add(each.className()));
    assertEquals(List.of("Linear", "ReLU", "Linear", "Scaled", "Linear", "Scaled", "Sequential", "Sequential"), names);
  }

  @Test
  void whatACalledForwardMakesIsClosedAfterIt() {
    Tensor[] seen = new Tensor[2];
    Module inner = new Module() {
      @Override
      public Tensor forward(Tensor x) {
        seen[0] = x.add(1);
        seen[1] = seen[0].mul(2);
        return seen[1];
      }
    };
    Sequential net = new Sequential(inner);
    assertEquals(4, net.forward(Tenon.ones(1)).item());
    assertTrue(seen[0].isClosed() && seen[1].isClosed());
    assertEquals(4, inner.forward(Tenon.ones(1)).item());
    assertFalse(seen[0].isClosed() || seen[1].isClosed());
  }

  @Test
  void severalInputsAndOutputs() {
    Module both = new Module() {
      @Override
      public Tensor[] call(Tensor... in) {
        return new Tensor[] {in[0].add(in[1]), in[0].sub(in[1])};
      }
    };
    Tensor[] out = both.call(Tenon.ones(2), Tenon.ones(2));
    assertEquals(2, out[0].get(0).item());
    assertEquals(0, out[1].get(0).item());
    assertThrows(UnsupportedOperationException.class, () -> new Module() {}.forward(Tenon.ones(1)));
    Tensor loss = new CrossEntropyLoss(CrossEntropyLoss.options().labelSmoothing(0.1)).call(Tenon.randn(2, 3), Tenon.zeros(new long[] {2}, DType.INT64))[0];
    assertEquals(0, loss.ndim());
  }

  @Test
  void exceptionsOfForwardReachTheCaller() {
    RuntimeException own = new RuntimeException("mine");
    Module broken = new Module() {
      @Override
      public Tensor forward(Tensor x) {
        throw own;
      }
    };
    Sequential net = new Sequential(new ReLU(), broken);
    assertSame(own, assertThrows(RuntimeException.class, () -> net.forward(Tenon.ones(1))));
    TenonException shape = assertThrows(TenonException.class, () -> new Linear(3, 4).forward(Tenon.ones(1, 5)));
    assertTrue(shape.getMessage().contains("[1, 5]"), shape.getMessage());
  }

  @Test
  void everyClassIsMadeByItsName() {
    assertTrue(Module.classes().size() >= 50);
    assertEquals(Module.classes().size(), Module.classSchemas().size());
    for (String name : Module.classes()) {
      String java = "org.tenonml.tenon.nn." + name;
      try {
        assertTrue(Module.class.isAssignableFrom(Class.forName(java)), java);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(java, e);
      }
    }
    assertEquals("Linear", Module.make("Linear", "{\"in_features\": 2, \"out_features\": 1}").className());
    assertThrows(TenonException.class, () -> Module.make("Linaer", "{}"));
  }

  @Test
  void optionsOfConstructors() {
    assertEquals("Conv2d(1, 8, kernel_size=(3, 3), stride=(2, 2), padding=(1, 0), bias=False)",
        new Conv2d(1, 8, 3, Conv2d.options().stride(2).padding(1, 0).bias(false)).toString());
    assertEquals("Conv2d(1, 8, kernel_size=(3, 5), stride=(1, 1), padding=same)",
        new Conv2d(1, 8, new long[] {3, 5}, Conv2d.options().padding("same")).toString());
    assertEquals("Dropout(p=0.25, inplace=False)", new Dropout(Dropout.options().p(0.25)).toString());
    assertEquals("LayerNorm((2, 3), eps=1e-05, elementwise_affine=True)", new LayerNorm(2, 3).toString());
    assertEquals("BatchNorm2d(4, eps=1e-05, momentum=None, affine=True, track_running_stats=True)",
        new BatchNorm2d(4, BatchNorm2d.options().momentum(null)).toString());
    CrossEntropyLoss weighted = new CrossEntropyLoss(CrossEntropyLoss.options().weight(Tenon.tensor(1, 2, 3)));
    assertArrayEquals(new float[] {1, 2, 3}, weighted.buffer("weight").toFloatArray());
    assertEquals("{\"in_features\":2,\"out_features\":1,\"bias\":true}", new Linear(2, 1).arguments().replace(" ", ""));
  }

  @Test
  void trainingModeAndStateDicts() {
    Sequential a = new Sequential(new Linear(2, 2), new Dropout()), b = new Sequential(new Linear(2, 2), new Dropout());
    assertTrue(a.isTraining());
    a.eval();
    assertFalse(a.child("1").isTraining());
    b.loadStateDict(a.stateDict());
    Tensor x = Tenon.randn(3, 2);
    b.train(false);
    assertArrayEquals(a.forward(x).toFloatArray(), b.forward(x).toFloatArray());
    TenonException other = assertThrows(TenonException.class, () -> b.loadStateDict(new Linear(2, 2).stateDict()));
    assertEquals(Status.ERR_KEY, other.code());
    assertEquals(DType.FLOAT64, a.to(DType.FLOAT64).parameter("0.weight").dtype());
  }

  @Test
  void wholeModelsAreSavedAndLoaded(@TempDir Path folder) {
    String path = folder.resolve("net.safetensors").toString();
    Sequential net = new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2));
    net.save(path);
    Tensor x = Tenon.randn(1, 4);
    assertArrayEquals(net.forward(x).toFloatArray(), Module.load(path).forward(x).toFloatArray());

    Scaled own = new Scaled(3, 2);
    own.setArguments("{\"in\": 3, \"out\": 2}");
    Sequential both = new Sequential(own, new ReLU());
    both.save(path);
    assertTrue(assertThrows(TenonException.class, () -> Module.load(path)).getMessage().contains("Scaled"));
    List<String> asked = new ArrayList<>();
    Module.register("Scaled", json -> {
      asked.add(json.replace(" ", ""));
      return new Scaled(3, 2);
    });
    try {
      Module again = Module.load(path);
      Tenon.collect();
      assertEquals(List.of("{\"in\":3,\"out\":2}"), asked);
      assertEquals(Scaled.class, again.child("0").getClass());
      Tensor in = Tenon.randn(2, 3);
      assertArrayEquals(both.forward(in).toFloatArray(), again.forward(in).toFloatArray());
      own.save(path);
      assertEquals(Scaled.class, Module.load(path).getClass());
    } finally {
      Module.unregister("Scaled");
    }
  }
}
