package org.tenonml.tenon.optim;

import java.util.function.IntToDoubleFunction;
import org.tenonml.tenon.Optimizer;

/**
 * Sets the learning rates of an optimizer's groups, epoch by epoch: torch.optim.lr_scheduler.
 *
 * <pre>
 * LRScheduler scheduler = LRScheduler.step(optimizer, 30, 0.1);
 * for (int epoch = 0; epoch &lt; 100; ++epoch) {
 *   train();
 *   scheduler.step();
 * }
 * </pre>
 */
public final class LRScheduler {
  /** The rate of a group that began with `first`, in an epoch from 0. */
  @FunctionalInterface
  public interface Rate {
    double of(double first, int epoch);
  }

  private final Optimizer optimizer;
  private final double[] first;
  private final Rate rate;
  private int epoch;

  /** Any rule. */
  public LRScheduler(Optimizer optimizer, Rate rate) {
    this.optimizer = optimizer;
    this.rate = rate;
    first = new double[Math.toIntExact(optimizer.groupCount())];
    for (int i = 0; i < first.length; ++i) first[i] = optimizer.get(i, "lr");
    apply();
  }

  /** The first rates times what a function says of an epoch. PyTorch: {@code LambdaLR}. */
  public static LRScheduler lambda(Optimizer optimizer, IntToDoubleFunction factor) {
    return new LRScheduler(optimizer, (first, epoch) -> first * factor.applyAsDouble(epoch));
  }

  /** Times gamma every stepSize epochs. PyTorch: {@code StepLR}. */
  public static LRScheduler step(Optimizer optimizer, int stepSize, double gamma) {
    atLeastOne("stepSize", stepSize);
    return lambda(optimizer, epoch -> Math.pow(gamma, epoch / stepSize));
  }

  /** Times gamma at each of these epochs. PyTorch: {@code MultiStepLR}. */
  public static LRScheduler multiStep(Optimizer optimizer, int[] milestones, double gamma) {
    int[] at = milestones.clone();
    return lambda(optimizer, epoch -> {
      double factor = 1;
      for (int one : at) if (one <= epoch) factor *= gamma;
      return factor;
    });
  }

  /** Times gamma every epoch. PyTorch: {@code ExponentialLR}. */
  public static LRScheduler exponential(Optimizer optimizer, double gamma) {
    return lambda(optimizer, epoch -> Math.pow(gamma, epoch));
  }

  /** From startFactor to endFactor of the first rates, in totalIters epochs. PyTorch: {@code LinearLR}. */
  public static LRScheduler linear(Optimizer optimizer, double startFactor, double endFactor, int totalIters) {
    atLeastOne("totalIters", totalIters);
    return lambda(optimizer, epoch -> startFactor + (endFactor - startFactor) * Math.min(epoch, totalIters) / totalIters);
  }

  /** Down to etaMin along half a cosine of tMax epochs, and up again. PyTorch: {@code CosineAnnealingLR}. */
  public static LRScheduler cosineAnnealing(Optimizer optimizer, int tMax, double etaMin) {
    atLeastOne("tMax", tMax);
    return new LRScheduler(optimizer, (first, epoch) -> etaMin + (first - etaMin) * (1 + Math.cos(Math.PI * epoch / tMax)) / 2);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) throw new IllegalArgumentException(name + " is " + value + ", and must be at least 1");
  }

  private void apply() {
    for (int i = 0; i < first.length; ++i) optimizer.set(i, "lr", rate.of(first[i], epoch));
  }

  /** Goes on to the next epoch. PyTorch: {@code scheduler.step}. */
  public void step() {
    setEpoch(epoch + 1);
  }

  /** How often {@link #step()} was called. */
  public int epoch() {
    return epoch;
  }

  /** Goes on from there, as after a checkpoint was restored. */
  public void setEpoch(int epoch) {
    if (epoch < 0) throw new IllegalArgumentException("epoch is " + epoch);
    this.epoch = epoch;
    apply();
  }

  /** The rate of each group. PyTorch: {@code scheduler.get_last_lr}. */
  public double[] lastLr() {
    double[] all = new double[first.length];
    for (int i = 0; i < all.length; ++i) all[i] = rate.of(first[i], epoch);
    return all;
  }
}
