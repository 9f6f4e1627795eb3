using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading;

namespace TenonML {
  /// <summary>Samples by number. A subclass is a dataset of the host's. PyTorch: torch.utils.data.Dataset.</summary>
  public abstract unsafe class Dataset {
    /// <summary>How many samples there are.</summary>
    public abstract long Length { get; }

    /// <summary>The i-th: tensors on the CPU, of the same shapes and dtypes for every sample. Called on several threads at once
    /// where a loader has workers.</summary>
    public abstract Tensor[] Get(long i);

    /// <summary>How many tensors a sample has; asked of the first one unless overridden.</summary>
    public virtual long FieldCount {
      get {
        if (Length == 0) return 1;
        return Tenon.Scope(() => Get(0).Length);
      }
    }

    // Native code holds the object, not the other way round, so that both go.
    sealed class Link : Callback {
      readonly Dataset dataset;
      internal Link(Dataset dataset) { this.dataset = dataset; }
      internal override void Invoke(int which, Call call) { call.Return(dataset.Get(call.Index)); }
    }

    /// <summary>A handle of it, to be released.</summary>
    internal virtual long Open() {
      return Errors.Made(Native.tn_dataset_custom(Length, FieldCount, new Link(this).Register()), "dataset_custom");
    }

    internal virtual bool IsBuiltIn { get { return false; } }
  }

  /// <summary>Sample i is element i of the first dimension of every tensor. PyTorch: TensorDataset.</summary>
  public sealed unsafe class TensorDataset : Dataset, IDisposable {
    sealed class Content : NativeObject {
      internal Content(long handle) { Attach(handle); }
      internal override HandleKind HandleKind { get { return HandleKind.Dataset; } }
    }

    readonly Content content;

    public TensorDataset(params Tensor[] tensors) {
      if (tensors == null) throw new ArgumentNullException("tensors");
      long made;
      fixed (long* handles = Handles.Of(tensors)) made = Native.tn_dataset_tensors(handles);
      GC.KeepAlive(tensors);
      content = new Content(Errors.Made(made, "dataset_tensors"));
    }

    public override long Length { get { return Counted(Native.tn_dataset_length(content.Handle), "dataset_length"); } }
    public override long FieldCount { get { return Counted(Native.tn_dataset_field_count(content.Handle), "dataset_field_count"); } }

    long Counted(long n, string op) {
      GC.KeepAlive(content);
      if (n < 0) throw Errors.Last(op);
      return n;
    }

    public override Tensor[] Get(long i) {
      Tensor[] made = Handles.Take(Native.tn_dataset_get(content.Handle, i), "dataset_get");
      GC.KeepAlive(content);
      return made;
    }

    internal override long Open() {
      long made = Errors.Made(Native.tn_dataset_retain(content.Handle), "dataset_retain");
      GC.KeepAlive(content);
      return made;
    }

    internal override bool IsBuiltIn { get { return true; } }

    public void Dispose() { content.Dispose(); }
  }

  /// <summary>What a loader gives: a tensor for each field of the dataset. var (x, y) = batch where the compiler has that.</summary>
  public sealed class Batch : IReadOnlyList<Tensor>, IDisposable {
    readonly Tensor[] fields;

    internal Batch(Tensor[] fields) { this.fields = fields; }

    public Tensor X { get { return fields[0]; } }
    public Tensor Y { get { return fields[1]; } }
    public Tensor this[int i] { get { return fields[i]; } }
    public int Count { get { return fields.Length; } }
    public IEnumerator<Tensor> GetEnumerator() { return ((IEnumerable<Tensor>)fields).GetEnumerator(); }
    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

    public void Deconstruct(out Tensor x, out Tensor y) {
      x = X;
      y = Y;
    }

    public void Dispose() {
      foreach (Tensor t in fields)
        if (t != null) t.Dispose();
    }
  }

  /// <summary>
  /// Batches of a dataset, an epoch for each foreach. Workers are threads of the library's for tensors, and of the host's for
  /// a subclass of Dataset. PyTorch: torch.utils.data.DataLoader.
  /// </summary>
  public sealed unsafe partial class DataLoader : NativeObject, IEnumerable<Batch> {
    readonly Thread[] lent;

    public DataLoader(Dataset dataset, long batchSize = 1, bool shuffle = false, long workers = 0, long prefetch = 2,
                      long? seed = null, bool dropLast = false) {
      if (dataset == null) throw new ArgumentNullException("dataset");
      // In the order of tn_loader_options_t: batch_size, workers, prefetch, seed, shuffle, drop_last.
      long* o = stackalloc long[7];
      o[0] = 63;
      o[1] = batchSize;
      o[2] = dataset.IsBuiltIn ? workers : Math.Min(workers, 0);
      o[3] = prefetch;
      o[4] = seed ?? long.MinValue;
      o[5] = shuffle ? 1 : 0;
      o[6] = dropLast ? 1 : 0;
      long opened = dataset.Open();
      try {
        Attach(Errors.Made(Native.tn_loader_new(opened, o), "loader_new"));
      } finally {
        Native.tn_dataset_release(opened);
        GC.KeepAlive(dataset);
      }
      if (dataset.IsBuiltIn || workers <= 0) return;
      EndWithProcess();
      lent = new Thread[workers];
      // A handle for the threads, until the library has counted them.
      long own = Errors.Made(Native.tn_loader_retain(Handle), "loader_retain");
      Lending lending = new Lending(own);
      for (int i = 0; i < lent.Length; ++i) {
        lent[i] = new Thread(lending.Work) { IsBackground = true, Name = "Tenon loader " + i };
        lent[i].Start();
      }
      while (Native.tn_loader_worker_count(own) < workers) Thread.Sleep(0);
      Native.tn_loader_release(own);
    }

    // A thread that waits in native code would keep the process from ending: so loaders go before.
    static readonly List<WeakReference> lending = new List<WeakReference>();
    static bool endsWithProcess;

    void EndWithProcess() {
      lock (lending) {
        if (!endsWithProcess) AppDomain.CurrentDomain.ProcessExit += (sender, e) => EndAll();
        endsWithProcess = true;
        lending.RemoveAll(w => !w.IsAlive);
        lending.Add(WeakOwner());
      }
    }

    internal static void EndAll() {
      WeakReference[] all;
      lock (lending) all = lending.ToArray();
      foreach (WeakReference w in all) GiveUp(w);
    }

    /// <summary>Threads at work know the loader's number alone, so that letting go of the loader ends them.</summary>
    sealed class Lending {
      readonly long loader;
      internal Lending(long loader) { this.loader = loader; }

      internal void Work() {
        // What fails in the dataset is thrown by the thread that asks for the batch.
        Native.tn_loader_work(loader);
        Native.tn_error_clear();
      }
    }

    internal override HandleKind HandleKind { get { return HandleKind.Loader; } }

    internal override void Closed() {
      if (lent != null)
        foreach (Thread t in lent)
          if (t != Thread.CurrentThread) t.Join();
    }

    /// <summary>Begins an epoch.</summary>
    public void Start() {
      Errors.Status(Native.tn_loader_start(Handle), "loader_start");
      GC.KeepAlive(this);
    }

    /// <summary>The next batch of the epoch, null at its end.</summary>
    public Batch Next() {
      long n = FieldCount;
      long[] found = new long[n + 1];
      fixed (long* room = found) {
        if (!Errors.Truth(Native.tn_loader_next(Handle, room, n), "loader_next")) return null;
      }
      GC.KeepAlive(this);
      Tensor[] fields = new Tensor[n];
      for (long i = 0; i < n; ++i) fields[i] = Tensor.Made(found[i], "loader_next");
      return new Batch(fields);
    }

    /// <summary>An epoch.</summary>
    public IEnumerator<Batch> GetEnumerator() {
      Start();
      return Rest().GetEnumerator();
    }

    /// <summary>What is left of the epoch under way, as after SetState.</summary>
    public IEnumerable<Batch> Rest() {
      for (Batch b = Next(); b != null; b = Next()) yield return b;
    }

    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
  }
}
