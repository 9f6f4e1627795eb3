package org.tenonml.tenon;

import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Batches of a dataset: torch.utils.data.DataLoader. Each loop over it is an epoch:
 *
 * <pre>
 * DataLoader loader = new DataLoader(dataset, DataLoader.options().batchSize(64).shuffle(true));
 * for (Tensor[] batch : loader) ...
 * </pre>
 *
 * <p>The workers of a dataset of the library's are its own threads; those of a Java one are Java's, which live as long as the
 * loader. A loader is used by one thread at a time.
 */
public final class DataLoader extends DataLoaderMethods implements Iterable<Tensor[]> {
  // A Java dataset is asked as long as its loader lives.
  private final Dataset dataset;

  /** Batches of one sample, in order. */
  public DataLoader(Dataset dataset) {
    this(dataset, options());
  }

  public DataLoader(Dataset dataset, DataLoaderOptions options) {
    super(0, LOADER);
    this.dataset = dataset;
    long[] words = Options.words(options).clone();
    long workers = 0;
    if (dataset.isCustom()) {
      workers = words[1 + DataLoaderOptions.WORKERS];
      words[1 + DataLoaderOptions.WORKERS] = 0;
      if (workers < 0) throw new TenonException(Status.ERR_VALUE, "loader_new", "workers is " + workers);
    }
    adopt(Native.tn_loader_new(use(dataset), words));
    for (long i = 0; i < workers; ++i) lend(i + 1);
  }

  /** Its options, all at their defaults. */
  public static DataLoaderOptions options() {
    return new DataLoaderOptions();
  }

  /** A thread of Java's that works until the loader is gone; its own handle goes once it is counted. */
  private void lend(long count) {
    Dataset kept = dataset;
    long handle = Native.tn_loader_retain(use(this));
    Thread thread = new Thread(() -> {
      try {
        Native.tn_loader_work(handle);
      } catch (RuntimeException e) {
        // The loop that asked for the batch gets it as well.
      } finally {
        Reference.reachabilityFence(kept);
      }
    }, "tenon-loader");
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive() && Native.tn_loader_worker_count(use(this)) < count) Thread.onSpinWait();
    Native.tn_loader_release(handle);
  }

  /** Begins an epoch. One that is under way is given up. */
  @Override
  public Iterator<Tensor[]> iterator() {
    Native.tn_loader_start(use(this));
    return new Iterator<>() {
      private Tensor[] next = fetch();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Tensor[] next() {
        if (next == null) throw new NoSuchElementException();
        Tensor[] now = next;
        next = fetch();
        return now;
      }
    };
  }

  /** The next batch, a tensor a field; null at the end of the epoch. */
  private Tensor[] fetch() {
    long[] fields = new long[Math.toIntExact(fieldCount())];
    boolean more = Native.tn_loader_next(use(this), fields);
    Reference.reachabilityFence(this);
    Reference.reachabilityFence(dataset);
    return more ? Tensor.wrapAll(fields) : null;
  }
}
