using System;
using System.Diagnostics;
using System.Globalization;
using TenonML;

/// <summary>What an add of 16 floats costs from C#, its object and its clean-up included, as tenon-perf's case add_16 has it in C.</summary>
static class AddCost {
  // A round is long enough that the collector runs in each.
  const int Rounds = 31, Calls = 100000, InScope = 100;

  static void Measure(string mode, Action<int> way) {
    double[] times = new double[Rounds];
    for (int i = 0; i < 3; ++i) way(Calls);
    for (int i = 0; i < Rounds; ++i) {
      Stopwatch watch = Stopwatch.StartNew();
      way(Calls);
      times[i] = watch.Elapsed.TotalMilliseconds * 1e3 / Calls;
    }
    Array.Sort(times);
    string median = times[Rounds / 2].ToString("F4", CultureInfo.InvariantCulture);
    Console.WriteLine("{\"case\":\"add_16\",\"impl\":\"csharp\",\"mode\":\"" + mode + "\",\"threads\":1,\"median_us\":" + median + "}");
  }

  static void Main() {
    Tenon.SetNumThreads(1);
    Tensor a = Tenon.Rand(16), b = Tenon.Rand(16);
    Measure("closed", calls => {
      for (int i = 0; i < calls; ++i) a.Add(b).Dispose();
    });
    Measure("scope", calls => {
      for (int i = 0; i < calls; i += InScope)
        using (Tenon.Scope())
          for (int k = 0; k < InScope; ++k) a.Add(b);
    });
    Measure("collected", calls => {
      for (int i = 0; i < calls; ++i) a.Add(b);
    });
  }
}
