package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.optim.SGD;

class MemoryTest extends LiveCount {
  @Test
  void useAfterCloseIsAnException() {
    Tensor x = Tenon.ones(2);
    x.close();
    x.close();
    assertTrue(x.isClosed());
    TenonException used = assertThrows(TenonException.class, () -> x.add(1));
    assertEquals(Status.ERR_STATE, used.code());
    assertThrows(TenonException.class, () -> Tenon.ones(2).add(x));
    assertThrows(TenonException.class, () -> Tenon.cat(new Tensor[] {x}));
    assertThrows(TenonException.class, x::shape);
    assertEquals("tensor(closed)", x.toString());
    Linear m = new Linear(1, 1);
    m.close();
    assertThrows(TenonException.class, () -> m.forward(Tenon.ones(1, 1)));
    SGD sgd = new SGD(new Linear(1, 1).parameters());
    sgd.close();
    assertThrows(TenonException.class, sgd::step);
  }

  @Test
  void scopesCloseWhatTheyMade() {
    Tensor[] made = new Tensor[3];
    Tensor kept = Tenon.scope(() -> {
      made[0] = Tenon.ones(3);
      made[1] = made[0].add(1);
      made[2] = Tenon.scope(() -> made[1].mul(2));
      assertFalse(made[2].isClosed());
      return made[1].add(made[2]);
    });
    for (Tensor one : made) assertTrue(one.isClosed());
    assertEquals(18, kept.sum().item());
    List<Tensor> list = Tenon.scope(() -> List.of(Tenon.ones(1), Tenon.zeros(1)));
    assertEquals(1, list.get(0).item() + list.get(1).item());
  }

  @Test
  void keepHandsOutwards() {
    AtomicReference<Tensor> outer = new AtomicReference<>();
    try (Scope a = Tenon.openScope()) {
      Tensor t;
      try (Scope b = Tenon.openScope()) {
        t = b.keep(Tenon.ones(1));
      }
      assertFalse(t.isClosed());
      outer.set(a.keep(Tenon.zeros(1)));
      try (Scope b = Tenon.openScope()) {
        b.keep(outer.get());
      }
      assertSame(outer.get(), a.keep(outer.get()));
    }
    assertFalse(outer.get().isClosed());
  }

  @Test
  void whatAModuleRegistersLeavesTheScope() {
    Linear[] made = new Linear[1];
    Module net = Tenon.scope(() -> {
      Module parent = new Module() {
        @Override
        public Tensor forward(Tensor x) {
          return made[0].forward(x);
        }
      };
      made[0] = parent.add("fc", new Linear(2, 2));
      parent.addParameter("w", Tenon.ones(2));
      new SGD(parent.parameters());
      return parent;
    });
    assertEquals(2, net.forward(Tenon.ones(1, 2)).numel());
    assertEquals(2, net.parameter("w").sum().item());
  }

  @Test
  void scopesEndWhereTheyBegan() throws Exception {
    Scope outer = Tenon.openScope();
    Scope inner = Tenon.openScope();
    Tensor t = Tenon.ones(1);
    Throwable[] wrong = new Throwable[1];
    Thread other = new Thread(() -> {
      try {
        outer.close();
      } catch (TenonException e) {
        wrong[0] = e;
      }
    });
    other.start();
    other.join();
    assertEquals(Status.ERR_STATE, ((TenonException) wrong[0]).code());
    outer.close();
    assertTrue(t.isClosed());
    inner.close();
    outer.close();
    assertThrows(IllegalArgumentException.class, () -> Tenon.scope((Runnable) () -> {
      Tenon.ones(5);
      throw new IllegalArgumentException();
    }));
  }

  @Test
  void aMillionTemporariesStayWithinBounds() {
    Tensor x = Tenon.ones(1000);
    Tenon.memoryResetPeak();
    long before = Tenon.memoryStats(Device.CPU).liveBytes();
    for (int i = 0; i < 1_000_000; ++i) x.add(1);
    assertTrue(Tenon.memoryStats(Device.CPU).peakBytes() - before < 512L << 20,
        "peak " + Tenon.memoryStats(Device.CPU).peakBytes() + " bytes, of 4 GB that were made");
  }

  @Test
  void aLongScopeForgetsWhatIsClosed() {
    try (Scope scope = Tenon.openScope()) {
      Tensor x = Tenon.ones(10);
      for (int i = 0; i < 100_000; ++i) x.add(1).close();
      assertTrue(Tenon.liveCount() < 100_000);
    }
  }

  @Test
  void theLimitAsksTheCollector() {
    Tenon.collect();
    Tenon.memoryTrim(Device.CPU);
    Tenon.setMemoryLimit(Tenon.memoryStats(Device.CPU).reservedBytes() + (8L << 20));
    try {
      for (int i = 0; i < 100; ++i) Tenon.ones(1 << 18);
      Tensor[] all = new Tensor[100];
      TenonException full = assertThrows(TenonException.class, () -> {
        for (int i = 0; i < all.length; ++i) all[i] = Tenon.ones(1 << 18);
      });
      assertEquals(Status.ERR_MEMORY, full.code());
    } finally {
      Tenon.setMemoryLimit(0);
    }
    assertEquals(4, Tenon.ones(4).sum().item());
  }
}
