package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.nn.ReLU;
import org.tenonml.tenon.nn.Sequential;

class ThreadsTest extends LiveCount {
  private static <T> List<T> onThreads(int count, Callable<T> body) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; ++i) running.add(pool.submit(body));
      List<T> all = new ArrayList<>();
      for (Future<T> one : running) all.add(one.get());
      return all;
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void manyThreadsShareTensorsAndModules() throws Exception {
    Sequential net = new Sequential(new Linear(8, 8), new ReLU(), new Module() {
      @Override
      public Tensor forward(Tensor x) {
        return x.mul(2);
      }
    });
    net.eval();
    Tensor x = Tenon.randn(4, 8);
    double expected = net.forward(x).sum().item();
    for (double got : onThreads(4, () -> {
      double sum = 0;
      for (int i = 0; i < 500; ++i) sum = Tenon.scope(() -> Tenon.noGrad(() -> net.forward(x).sum().item()));
      return sum;
    })) assertEquals(expected, got);
  }

  @Test
  void graphsOfThreadsAreTheirOwn() throws Exception {
    for (boolean right : onThreads(4, () -> {
      for (int i = 0; i < 200; ++i) {
        int n = i;
        boolean ok = Tenon.scope(() -> {
          Tensor x = Tenon.full(new long[] {3}, (double) n).requiresGrad_();
          x.mul(x).sum().backward();
          return x.grad().get(0).item() == 2.0 * n;
        });
        if (!ok) return false;
      }
      return true;
    })) assertTrue(right);
  }

  @Test
  void modesAndErrorsBelongToTheirThread() throws Exception {
    Tenon.noGrad(() -> {
      try {
        assertTrue(onThreads(1, Tenon::isGradEnabled).get(0));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    for (int code : onThreads(4, () -> {
      int last = 0;
      for (int i = 0; i < 200; ++i)
        last = assertThrows(TenonException.class, () -> Tenon.ones(2).add(Tenon.ones(3))).code();
      return last;
    })) assertEquals(Status.ERR_SHAPE, code);
  }

  @Test
  void closingOnSeveralThreadsClosesOnce() throws Exception {
    for (int i = 0; i < 200; ++i) {
      Tensor t = Tenon.ones(4);
      onThreadsClose(t);
      assertTrue(t.isClosed());
    }
  }

  private static void onThreadsClose(Tensor t) throws InterruptedException {
    Thread a = new Thread(t::close), b = new Thread(t::close);
    a.start();
    b.start();
    a.join();
    b.join();
  }

  @Test
  void theHostsExecutorDoesTheWork() {
    AtomicInteger tasks = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    long threads = Tenon.getNumThreads();
    Tensor x = Tenon.randn(512, 512);
    double expected = x.matmul(x).sum().item();
    try {
      Tenon.setNumThreads(3);
      Tenon.setExecutor(task -> {
        tasks.incrementAndGet();
        pool.execute(task);
      });
      assertEquals(expected, x.matmul(x).sum().item());
      assertTrue(tasks.get() > 0);
      Tenon.setExecutor(Runnable::run);
      assertEquals(expected, x.matmul(x).sum().item());
    } finally {
      Tenon.setExecutor(null);
      Tenon.setNumThreads(threads);
      pool.shutdown();
    }
  }

  @Test
  void aFiberHasAContextOfItsOwn() {
    Context fiber = new Context();
    fiber.run(() -> Tenon.setGradEnabled(false));
    assertTrue(Tenon.isGradEnabled());
    fiber.run(() -> assertFalse(Tenon.isGradEnabled()));
    assertThrows(IllegalStateException.class, () -> fiber.run(() -> {
      throw new IllegalStateException();
    }));
    assertTrue(Tenon.isGradEnabled());
    fiber.close();
    fiber.close();
    assertThrows(TenonException.class, () -> fiber.run(() -> {}));
  }

  @Test
  void warningsComeToTheHost() {
    List<String> said = new ArrayList<>();
    Tenon.setLog(LogLevel.WARNING, (level, text) -> said.add(level + " " + text));
    try {
      F.mseLoss(Tenon.ones(3, 1), Tenon.ones(3));
    } finally {
      Tenon.setLog(LogLevel.WARNING, null);
    }
    assertFalse(said.isEmpty());
    assertTrue(said.get(0).startsWith("WARNING "), said.get(0));
  }
}
