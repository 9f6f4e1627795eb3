// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Softmax: e^self divided by its sum along a dimension, without overflow between: adds up to 1.
//
// PyTorch: torch.softmax.
func (t *Tensor) Softmax(dim int) *Tensor {
	r := native.Tn_softmax(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LogSoftmax: Its logarithm, exact where the softmax would be 0.
//
// PyTorch: torch.log_softmax.
func (t *Tensor) LogSoftmax(dim int) *Tensor {
	r := native.Tn_log_softmax(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Conv2d: Convolution (cross-correlation, as everywhere in networks): each output is the sum over a window, of all
// channels of its group.
//
// input: (n, c, h, w) or (c, h, w)
//
// weight: (out, c / groups, kernel_h, kernel_w)
//
// bias: (out), or nil
//
// Returns (n, out, h', w') or (out, h', w')
//
// PyTorch: nn.functional.conv2d.
func Conv2d(input, weight, bias *Tensor, options ...Conv2dOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_conv2d(input.in(), weight.in(), bias.in())
	} else {
		a := forConv2dOptions{}
		for _, o := range options {
			o.forConv2d(&a)
		}
		r = native.Tn_conv2d_with(input.in(), weight.in(), bias.in(), a.words[:])
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(weight)
	runtime.KeepAlive(bias)
	return tensorOf(r)
}

// MaxPool2d: The largest of each window; NaN wins. The gradient goes to the first of equal ones.
//
// kernelSize: height and width, or one number for both
//
// PyTorch: nn.functional.max_pool2d.
func (t *Tensor) MaxPool2d(kernelSize []int, options ...MaxPool2dOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_max_pool2d(t.in(), kernelSize)
	} else {
		a := forMaxPool2dOptions{}
		for _, o := range options {
			o.forMaxPool2d(&a)
		}
		r = native.Tn_max_pool2d_with(t.in(), kernelSize, a.words[:])
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// AvgPool2d: The mean of each window; otherwise as MaxPool2d.
//
// PyTorch: nn.functional.avg_pool2d.
func (t *Tensor) AvgPool2d(kernelSize []int, options ...AvgPool2dOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_avg_pool2d(t.in(), kernelSize)
	} else {
		a := forAvgPool2dOptions{}
		for _, o := range options {
			o.forAvgPool2d(&a)
		}
		r = native.Tn_avg_pool2d_with(t.in(), kernelSize, a.words[:])
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LayerNorm: (input - mean) / sqrt(variance + eps) * weight + bias, mean and variance (divided by n) being those of
// the last dimensions.
//
// shape: the sizes of the last ndim dimensions, which must be input's
//
// weight: of that shape, or nil for 1
//
// bias: of that shape, or nil for 0
//
// eps: 1e-5 in PyTorch
//
// PyTorch: nn.functional.layer_norm.
func LayerNorm(input *Tensor, shape []int, weight, bias *Tensor, options ...LayerNormOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_layer_norm(input.in(), shape, weight.in(), bias.in(), 1e-05)
	} else {
		a := forLayerNormOptions{eps: 1e-05}
		for _, o := range options {
			o.forLayerNorm(&a)
		}
		r = native.Tn_layer_norm(input.in(), shape, weight.in(), bias.in(), a.eps)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(weight)
	runtime.KeepAlive(bias)
	return tensorOf(r)
}

// BatchNorm: The same with mean and variance over all dimensions but the second, c: those of the batch in training
// or without running statistics, else the running ones. In training the running ones are changed in place to (1 -
// momentum) * running + momentum * batch, where the batch's variance is divided by n - 1.
//
// input: (n, c) or (n, c, …)
//
// runningMean: (c), as the other three; nil where there are none
//
// training: 0 in PyTorch
//
// momentum: 0.1 in PyTorch
//
// eps: 1e-5 in PyTorch
//
// PyTorch: nn.functional.batch_norm.
func BatchNorm(input, runningMean, runningVar, weight, bias *Tensor, options ...BatchNormOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_batch_norm(input.in(), runningMean.in(), runningVar.in(), weight.in(), bias.in(), false, 0.1, 1e-05)
	} else {
		a := forBatchNormOptions{training: false, momentum: 0.1, eps: 1e-05}
		for _, o := range options {
			o.forBatchNorm(&a)
		}
		r = native.Tn_batch_norm(input.in(), runningMean.in(), runningVar.in(), weight.in(), bias.in(), a.training, a.momentum, a.eps)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(runningMean)
	runtime.KeepAlive(runningVar)
	runtime.KeepAlive(weight)
	runtime.KeepAlive(bias)
	return tensorOf(r)
}

// Dropout: In training each element is 0 with probability p, and scaled by 1 / (1 - p) else, by the device's
// default generator. Else a further handle of input. ErrValue for a p outside [0, 1].
//
// PyTorch: nn.functional.dropout.
func Dropout(input *Tensor, options ...DropoutOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_dropout(input.in(), 0.5, true)
	} else {
		a := forDropoutOptions{p: 0.5, training: true}
		for _, o := range options {
			o.forDropout(&a)
		}
		r = native.Tn_dropout(input.in(), a.p, a.training)
	}
	runtime.KeepAlive(input)
	return tensorOf(r)
}

// Embedding: Row input[i] of weight for each i. ErrIndex for a row that isn't there.
//
// input: int64 or int32, of any shape
//
// weight: (n, d)
//
// Returns (*input's shape, d)
//
// PyTorch: nn.functional.embedding.
func Embedding(input, weight *Tensor, options ...EmbeddingOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_embedding(input.in(), weight.in())
	} else {
		a := forEmbeddingOptions{}
		for _, o := range options {
			o.forEmbedding(&a)
		}
		r = native.Tn_embedding_with(input.in(), weight.in(), a.words[:])
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(weight)
	return tensorOf(r)
}

// OneHot: Classes as vectors of int64: 1 at the class's place of a new last dimension, 0 elsewhere. ErrValue for a
// class that is negative or too large.
//
// numClasses: the size of that dimension; -1: one more than the largest class
//
// PyTorch: nn.functional.one_hot.
func (t *Tensor) OneHot(options ...OneHotOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_one_hot(t.in(), -1)
	} else {
		a := forOneHotOptions{numClasses: -1}
		for _, o := range options {
			o.forOneHot(&a)
		}
		r = native.Tn_one_hot(t.in(), a.numClasses)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// CrossEntropy: -log(softmax(input)[target]): what a classifier is trained with.
//
// input: logits: (c), (n, c) or (n, c, …)
//
// target: classes, int64, of input's shape without c (ErrIndex for one beyond c); or probabilities, of input's
// shape and dtype
//
// weight: (c): a factor for each class
//
// PyTorch: nn.functional.cross_entropy.
func CrossEntropy(input, target *Tensor, options ...CrossEntropyOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_cross_entropy(input.in(), target.in())
	} else {
		a := forCrossEntropyOptions{words: new([4]int)}
		for _, o := range options {
			o.forCrossEntropy(&a)
		}
		r = native.Tn_cross_entropy_with(input.in(), target.in(), a.weight.in(), a.words[:])
		runtime.KeepAlive(a.weight)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}

// NLLLoss: -input[target], of log-probabilities; shapes as in CrossEntropy.
//
// weight: (c): a factor for each class
//
// PyTorch: nn.functional.nll_loss.
func NLLLoss(input, target *Tensor, options ...NLLLossOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_nll_loss(input.in(), target.in())
	} else {
		a := forNLLLossOptions{words: new([3]int)}
		for _, o := range options {
			o.forNLLLoss(&a)
		}
		r = native.Tn_nll_loss_with(input.in(), target.in(), a.weight.in(), a.words[:])
		runtime.KeepAlive(a.weight)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}

// MSELoss: (input - target)^2. The two broadcast; where they do, the log has a warning.
//
// PyTorch: nn.functional.mse_loss.
func MSELoss(input, target *Tensor, options ...MSELossOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_mse_loss(input.in(), target.in())
	} else {
		a := forMSELossOptions{}
		for _, o := range options {
			o.forMSELoss(&a)
		}
		r = native.Tn_mse_loss_with(input.in(), target.in(), a.words[:])
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}

// L1Loss: |input - target|; the two broadcast. Whole numbers have no mean, but a sum.
//
// PyTorch: nn.functional.l1_loss.
func L1Loss(input, target *Tensor, options ...L1LossOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_l1_loss(input.in(), target.in())
	} else {
		a := forL1LossOptions{}
		for _, o := range options {
			o.forL1Loss(&a)
		}
		r = native.Tn_l1_loss_with(input.in(), target.in(), a.words[:])
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}

// BinaryCrossEntropy: -(target * log(input) + (1 - target) * log(1 - input)), with logarithms not below -100. Both
// of one shape; input in [0, 1] (ErrValue else).
//
// weight: a factor for each element, broadcast
//
// PyTorch: nn.functional.binary_cross_entropy.
func BinaryCrossEntropy(input, target *Tensor, options ...BinaryCrossEntropyOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_binary_cross_entropy(input.in(), target.in())
	} else {
		a := forBinaryCrossEntropyOptions{words: new([2]int)}
		for _, o := range options {
			o.forBinaryCrossEntropy(&a)
		}
		r = native.Tn_binary_cross_entropy_with(input.in(), target.in(), a.weight.in(), a.words[:])
		runtime.KeepAlive(a.weight)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}

// BinaryCrossEntropyWithLogits: BinaryCrossEntropy of sigmoid(input), exact for large logits.
//
// weight: a factor for each element, broadcast
//
// posWeight: a factor for the term with target, broadcast
//
// PyTorch: nn.functional.binary_cross_entropy_with_logits.
func BinaryCrossEntropyWithLogits(input, target *Tensor, options ...BinaryCrossEntropyWithLogitsOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_binary_cross_entropy_with_logits(input.in(), target.in())
	} else {
		a := forBinaryCrossEntropyWithLogitsOptions{words: new([2]int)}
		for _, o := range options {
			o.forBinaryCrossEntropyWithLogits(&a)
		}
		r = native.Tn_binary_cross_entropy_with_logits_with(input.in(), target.in(), a.weight.in(), a.posWeight.in(), a.words[:])
		runtime.KeepAlive(a.weight)
		runtime.KeepAlive(a.posWeight)
	}
	runtime.KeepAlive(input)
	runtime.KeepAlive(target)
	return tensorOf(r)
}
