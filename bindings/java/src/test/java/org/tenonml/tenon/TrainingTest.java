package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.nn.Sequential;
import org.tenonml.tenon.nn.Tanh;
import org.tenonml.tenon.optim.Adam;
import org.tenonml.tenon.optim.AdamW;
import org.tenonml.tenon.optim.LRScheduler;
import org.tenonml.tenon.optim.SGD;

class TrainingTest extends LiveCount {
  private static double fit(Module net, Optimizer optimizer, Tensor x, Tensor y, int steps) {
    double last = 0;
    for (int i = 0; i < steps; ++i) {
      last = Tenon.scope(() -> {
        Tensor loss = F.mseLoss(net.forward(x), y);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        return loss.item();
      });
    }
    return last;
  }

  @Test
  void everyOptimizerLearns() {
    Tensor x = Tenon.randn(64, 2), y = x.select(1, 0).mul(x.select(1, 1)).unsqueeze(1);
    for (String name : Optimizer.classes()) {
      Sequential net = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 1));
      double before = F.mseLoss(net.forward(x), y).item();
      Optimizer optimizer = Optimizer.make(name, net.parameters(), "{\"lr\": " + (name.equals("SGD") ? 0.1 : 0.02) + "}");
      assertTrue(fit(net, optimizer, x, y, 200) < before / 2, name);
    }
    assertEquals(Optimizer.classes().size(), Optimizer.classSchemas().size());
  }

  @Test
  void optionsAndGroups() {
    Linear a = new Linear(1, 1), b = new Linear(1, 1);
    SGD sgd = new SGD(a.parameters(), SGD.options().lr(0.5).momentum(0.9).nesterov(true));
    assertEquals(0.5, sgd.lr());
    assertEquals(0.9, sgd.get(0, "momentum"));
    sgd.addGroup(b.parameters(), new Arguments().put("lr", 0.1));
    assertEquals(2, sgd.groupCount());
    sgd.setLr(0.25);
    assertEquals(0.25, sgd.get(1, "lr"));
    assertEquals(0.95, new Adam(a.parameters(), Adam.options().betas(0.8, 0.95)).get(0, "beta2"));
    assertEquals(0.01, new AdamW(a.parameters()).get(0, "weight_decay"));
    assertThrows(TenonException.class, () -> new SGD(a.parameters(), SGD.options().lr(-1)));
    assertThrows(TenonException.class, () -> sgd.get(0, "lrr"));
  }

  /** PyTorch's rates for two groups, of 0.5 and 0.1: all of the first, the last of the second. */
  private static void schedules(Function<Optimizer, LRScheduler> make, double last, double... rates) {
    SGD sgd = new SGD(new Linear(1, 1).parameters(), SGD.options().lr(0.5));
    sgd.addGroup(new Linear(1, 1).parameters(), new Arguments().put("lr", 0.1));
    LRScheduler scheduler = make.apply(sgd);
    for (int epoch = 0; epoch < rates.length; ++epoch) {
      assertEquals(rates[epoch], sgd.lr(), 1e-9);
      assertEquals(rates[epoch], scheduler.lastLr()[0], 1e-9);
      if (epoch + 1 < rates.length) scheduler.step();
    }
    assertEquals(last, sgd.get(1, "lr"), 1e-9);
    scheduler.setEpoch(1);
    assertEquals(rates[1], sgd.lr(), 1e-9);
    assertEquals(1, scheduler.epoch());
  }

  @Test
  void schedulersArePyTorchs() {
    schedules(o -> LRScheduler.step(o, 3, 0.1), 0.001, 0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005, 0.005);
    schedules(o -> LRScheduler.multiStep(o, new int[] {2, 5}, 0.5), 0.025, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125);
    schedules(o -> LRScheduler.exponential(o, 0.9), 0.04782969, 0.5, 0.45, 0.405, 0.3645, 0.32805, 0.295245, 0.2657205, 0.23914845);
    schedules(o -> LRScheduler.linear(o, 0.25, 1, 4), 0.1, 0.125, 0.21875, 0.3125, 0.40625, 0.5, 0.5, 0.5, 0.5);
    schedules(o -> LRScheduler.cosineAnnealing(o, 4, 0.01), 0.086819805, 0.5, 0.428241161, 0.255, 0.081758839, 0.01, 0.081758839,
        0.255, 0.428241161);
    assertThrows(IllegalArgumentException.class, () -> LRScheduler.step(new SGD(new Linear(1, 1).parameters()), 0, 0.1));
  }

  @Test
  void stateGoesOn() {
    Tensor x = Tenon.randn(8, 2), y = Tenon.randn(8, 1);
    Linear a = new Linear(2, 1), b = new Linear(2, 1);
    b.loadStateDict(a.stateDict());
    Adam first = new Adam(a.parameters(), Adam.options().lr(0.1)), second = new Adam(b.parameters());
    fit(a, first, x, y, 5);
    b.loadStateDict(a.stateDict());
    second.loadStateDict(first.stateDict());
    fit(a, first, x, y, 5);
    fit(b, second, x, y, 5);
    assertArrayEquals(a.parameter("weight").toFloatArray(), b.parameter("weight").toFloatArray());
    second.loadStateTree(first.stateTree());
    assertEquals(0.1, second.lr());
  }

  @Test
  void loaders() {
    Tensor x = Tenon.arange(0, 10), y = x.mul(x);
    DataLoader loader = new DataLoader(Dataset.of(x, y), DataLoader.options().batchSize(4).shuffle(true).seed(3).workers(2));
    assertEquals(3, loader.length());
    List<Long> order = new ArrayList<>();
    for (Tensor[] batch : loader) {
      assertArrayEquals(batch[0].mul(batch[0]).toLongArray(), batch[1].toLongArray());
      for (long one : batch[0].toLongArray()) order.add(one);
    }
    Set<Long> all = new HashSet<>(order);
    assertEquals(10, all.size());
    List<Long> again = new ArrayList<>();
    for (Tensor[] batch : loader) for (long one : batch[0].toLongArray()) again.add(one);
    assertTrue(!order.equals(again));
    int batches = 0;
    for (Tensor[] batch : new DataLoader(Dataset.of(x), DataLoader.options().batchSize(4).dropLast(true))) batches += batch.length;
    assertEquals(2, batches);
    Tree position = loader.state();
    loader.setState(position);
    loader.close();
  }

  /** Sample i is (i, 2 i). */
  static class Doubles extends Dataset {
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    final RuntimeException broken = new RuntimeException("sample 7");
    final boolean breaks;

    Doubles(boolean breaks) {
      super(20, 2);
      this.breaks = breaks;
    }

    @Override
    protected Tensor[] getItem(long i) {
      threads.add(Thread.currentThread().getName());
      if (breaks && i == 7) throw broken;
      return new Tensor[] {Tenon.scalar(i), Tenon.scalar(2.0 * i)};
    }
  }

  @Test
  void datasetsOfJava() {
    Doubles dataset = new Doubles(false);
    assertEquals(20, dataset.length());
    assertEquals(3, dataset.get(3)[0].itemLong());
    DataLoader loader = new DataLoader(dataset, DataLoader.options().batchSize(3));
    double sum = 0;
    for (Tensor[] batch : loader) sum += batch[1].sum().item();
    assertEquals(380, sum);
    DataLoader broken = new DataLoader(new Doubles(true), DataLoader.options().batchSize(1));
    RuntimeException thrown = assertThrows(RuntimeException.class, () -> {
      for (Tensor[] batch : broken) batch[0].close();
    });
    assertEquals("sample 7", thrown.getMessage());
  }

  @Test
  void threadsOfJavaWorkAheadForADatasetOfJava() {
    Doubles dataset = new Doubles(false);
    try (DataLoader loader = new DataLoader(dataset, DataLoader.options().batchSize(2).workers(2))) {
      for (int epoch = 0; epoch < 3; ++epoch) {
        double sum = 0;
        for (Tensor[] batch : loader) sum += batch[1].sum().item();
        assertEquals(380, sum);
      }
      assertEquals(2, loader.workerCount());
    }
    assertTrue(dataset.threads.contains("tenon-loader"), dataset.threads.toString());
    new DataLoader(dataset, DataLoader.options().workers(2)).close();
  }
}
