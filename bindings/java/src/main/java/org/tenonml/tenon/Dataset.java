package org.tenonml.tenon;

import java.lang.ref.WeakReference;

/**
 * Samples by number: torch.utils.data.Dataset. A subclass says how many there are and how many tensors each has, and gives
 * them in {@link #getItem}, which is called in a scope of its own; with {@link DataLoader} workers on several threads at once.
 */
public class Dataset extends DatasetMethods {
  /** For subclasses: `length` samples of `fields` tensors. */
  protected Dataset(long length, long fields) {
    super(0, DATASET);
    adopt(Native.tn_dataset_custom(length, fields, new Item(this)));
  }

  private Dataset(long pointer) {
    super(pointer, DATASET);
  }

  static Dataset wrap(long pointer) {
    return new Dataset(pointer);
  }

  /** Sample i is element i of every tensor's first dimension. PyTorch: {@code TensorDataset}. */
  public static Dataset of(Tensor... tensors) {
    long made = Native.tn_dataset_tensors(useAll(tensors));
    java.lang.ref.Reference.reachabilityFence(tensors);
    return wrap(made);
  }

  private static final class Item implements Callback {
    private final WeakReference<Dataset> dataset;

    Item(Dataset dataset) {
      this.dataset = new WeakReference<>(dataset);
    }

    @Override
    public void invoke(int which, long call) {
      Dataset d = dataset.get();
      if (d == null) throw new TenonException(Status.ERR_STATE, "dataset", "the Java object of a dataset was collected");
      Calls.give(call, d.getItem(Native.tn_call_index(call, 0)));
    }
  }

  /** Sample i: tensors on the CPU, of the same shapes and dtypes for each. */
  protected Tensor[] getItem(long i) {
    return get(i);
  }

  final boolean isCustom() {
    return getClass() != Dataset.class;
  }
}
