package tenon

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Samples is a dataset of the host's: a subclass of torch.utils.data.Dataset. Get gives the tensors of sample i, on the CPU, as
// many and of the same shapes and dtypes for each; they are closed after it. With workers it runs on several goroutines at once.
type Samples interface {
	Len() int
	Get(i int) []*Tensor
}

// Dataset is torch.utils.data.Dataset: NewTensorDataset or NewDataset.
type Dataset struct {
	object
	host bool
}

// Close gives it up; loaders keep what they need.
func (d *Dataset) Close()                 { d.close(kindDataset) }
func (d *Dataset) proxy() (*object, kind) { return &d.object, kindDataset }
func (d *Dataset) in() uintptr            { return d.borrow("Dataset") }

func datasetOf(r native.Result) *Dataset { return adopt(&Dataset{}, r) }

// NewTensorDataset is a dataset whose sample i is element i of the first dimension of every tensor. PyTorch: TensorDataset.
func NewTensorDataset(tensors ...*Tensor) *Dataset {
	r := native.Tn_dataset_tensors(handlesOf(tensors))
	runtime.KeepAlive(tensors)
	return datasetOf(r)
}

// NewDataset is a dataset of the host's own samples.
func NewDataset(samples Samples) *Dataset {
	fields := 1
	if samples.Len() > 0 {
		Scope(func() { fields = len(samples.Get(0)) })
	}
	run := callback(func(_ int, call uintptr) { callReturn(call, samples.Get(integer(native.Tn_call_index(call, 0)))) })
	d := adopt(&Dataset{}, native.Tn_dataset_custom(samples.Len(), fields, native.Keep(run)))
	d.host = true
	return d
}

// DataLoader is torch.utils.data.DataLoader.
type DataLoader struct {
	object
	fields int
}

// NewDataLoader makes batches of a dataset. PyTorch: DataLoader.
func NewDataLoader(dataset *Dataset, options ...NewDataLoaderOption) *DataLoader {
	a := forNewDataLoaderOptions{}
	for _, o := range options {
		o.forNewDataLoader(&a)
	}
	lent := 0
	if dataset.host && a.words[1+loaderWorkers] > 0 {
		lent, a.words[1+loaderWorkers] = a.words[1+loaderWorkers], 0
	}
	l := &DataLoader{}
	r := native.Tn_loader_new(dataset.in(), a.words[:])
	runtime.KeepAlive(dataset)
	adopt(l, r)
	l.fields = l.FieldCount()
	l.lend(lent)
	return l
}

// The place of workers among tn_loader_options_t's fields.
const loaderWorkers = 1

// Close gives it up, and ends its workers.
func (l *DataLoader) Close()                 { l.close(kindLoader) }
func (l *DataLoader) proxy() (*object, kind) { return &l.object, kindLoader }
func (l *DataLoader) in() uintptr            { return l.borrow("DataLoader") }

// Start begins an epoch. PyTorch: iter(loader).
func (l *DataLoader) Start() {
	done(native.Tn_loader_start(l.in()))
	runtime.KeepAlive(l)
}

// Next is the next batch of the epoch, one tensor a field; nil at its end.
func (l *DataLoader) Next() []*Tensor {
	handles := make([]uintptr, l.fields)
	r := native.Tn_loader_next(l.in(), handles)
	runtime.KeepAlive(l)
	done(r)
	if r.N == 0 {
		return nil
	}
	batch := make([]*Tensor, len(handles))
	for i, h := range handles {
		batch[i] = newTensor(h, r.N-1)
	}
	return batch
}

// Each runs an epoch: it calls f with each batch, in a scope.
func (l *DataLoader) Each(f func(batch []*Tensor)) {
	l.Start()
	for more := true; more; {
		Scope(func() {
			batch := l.Next()
			if more = batch != nil; more {
				f(batch)
			}
		})
	}
}

// lend makes goroutines that gather batches ahead, each on a thread of its own, until the loader goes. What fails in one comes out
// of Next. They need the handle until they are in the library, so this waits for them.
func (l *DataLoader) lend(count int) {
	waiting := int64(count)
	for ; count > 0; count-- {
		go func(loader uintptr) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			r := native.Tn_loader_work(loader)
			atomic.AddInt64(&waiting, -1)
			if r.P != nil {
				native.DropFailure(r.P)
			}
		}(l.handle)
	}
	for int64(l.WorkerCount()) < atomic.LoadInt64(&waiting) {
		time.Sleep(20 * time.Microsecond)
	}
}
