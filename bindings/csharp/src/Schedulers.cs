using System;

namespace TenonML.Optim {
  /// <summary>
  /// Sets the learning rates of an optimizer's groups, epoch by epoch. PyTorch: torch.optim.lr_scheduler.LRScheduler.
  /// </summary>
  public abstract class LRScheduler {
    readonly Optimizer optimizer;
    readonly double[] first;
    int epoch;

    protected LRScheduler(Optimizer optimizer) {
      if (optimizer == null) throw new ArgumentNullException("optimizer");
      this.optimizer = optimizer;
      first = new double[optimizer.GroupCount];
      for (int i = 0; i < first.Length; ++i) first[i] = optimizer.Get(i, "lr");
    }

    /// <summary>The rate of a group that began with `first`, in an epoch from 0.</summary>
    protected abstract double Rate(double first, int epoch);

    /// <summary>How often Step was called. Setting goes on from there, as after a checkpoint was restored.</summary>
    public int Epoch {
      get { return epoch; }
      set {
        if (value < 0) throw new ArgumentOutOfRangeException("value");
        epoch = value;
        Apply();
      }
    }

    /// <summary>Goes on to the next epoch. PyTorch: scheduler.step.</summary>
    public void Step() { Epoch = epoch + 1; }

    protected void Apply() {
      for (int i = 0; i < first.Length; ++i) optimizer.Set(i, "lr", Rate(first[i], epoch));
    }

    /// <summary>The rate of each group. PyTorch: scheduler.get_last_lr.</summary>
    public double[] LastLr { get { return Array.ConvertAll(first, f => Rate(f, epoch)); } }
  }

  /// <summary>The first rates times what a function says of an epoch. PyTorch: LambdaLR.</summary>
  public sealed class LambdaLR : LRScheduler {
    readonly Func<int, double> factor;

    public LambdaLR(Optimizer optimizer, Func<int, double> factor) : base(optimizer) {
      if (factor == null) throw new ArgumentNullException("factor");
      this.factor = factor;
      Apply();
    }

    protected override double Rate(double first, int epoch) { return first * factor(epoch); }
  }

  /// <summary>Times gamma every stepSize epochs. PyTorch: StepLR.</summary>
  public sealed class StepLR : LRScheduler {
    readonly int stepSize;
    readonly double gamma;

    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1) : base(optimizer) {
      if (stepSize < 1) throw new ArgumentOutOfRangeException("stepSize");
      this.stepSize = stepSize;
      this.gamma = gamma;
    }

    protected override double Rate(double first, int epoch) { return first * Math.Pow(gamma, epoch / stepSize); }
  }

  /// <summary>Times gamma at each of some epochs. PyTorch: MultiStepLR.</summary>
  public sealed class MultiStepLR : LRScheduler {
    readonly int[] milestones;
    readonly double gamma;

    public MultiStepLR(Optimizer optimizer, int[] milestones, double gamma = 0.1) : base(optimizer) {
      if (milestones == null) throw new ArgumentNullException("milestones");
      this.milestones = (int[])milestones.Clone();
      this.gamma = gamma;
    }

    protected override double Rate(double first, int epoch) {
      return first * Math.Pow(gamma, Array.FindAll(milestones, m => m <= epoch).Length);
    }
  }

  /// <summary>Times gamma every epoch. PyTorch: ExponentialLR.</summary>
  public sealed class ExponentialLR : LRScheduler {
    readonly double gamma;

    public ExponentialLR(Optimizer optimizer, double gamma) : base(optimizer) { this.gamma = gamma; }

    protected override double Rate(double first, int epoch) { return first * Math.Pow(gamma, epoch); }
  }

  /// <summary>From startFactor to endFactor of the rate, in totalIters epochs. PyTorch: LinearLR.</summary>
  public sealed class LinearLR : LRScheduler {
    readonly double start, end;
    readonly int total;

    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5) : base(optimizer) {
      if (totalIters < 1) throw new ArgumentOutOfRangeException("totalIters");
      start = startFactor;
      end = endFactor;
      total = totalIters;
      Apply();
    }

    protected override double Rate(double first, int epoch) { return first * (start + (end - start) * Math.Min(epoch, total) / total); }
  }

  /// <summary>Down to etaMin along half a cosine of tMax epochs, and up again. PyTorch: CosineAnnealingLR.</summary>
  public sealed class CosineAnnealingLR : LRScheduler {
    readonly int half;
    readonly double least;

    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin = 0) : base(optimizer) {
      if (tMax < 1) throw new ArgumentOutOfRangeException("tMax");
      half = tMax;
      least = etaMin;
    }

    protected override double Rate(double first, int epoch) {
      return least + (first - least) * (1 + Math.Cos(Math.PI * epoch / half)) / 2;
    }
  }
}
