// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

// NewAvgPool2d makes torch.nn.AvgPool2d: AvgPool2d(int[] kernel_size, int[]? stride=None, int[] padding=0, bool
// ceil_mode=False, bool count_include_pad=True, int? divisor_override=None)
func NewAvgPool2d(kernelSize []int, options ...NewAvgPool2dOption) *Layer {
	var a forNewAvgPool2dOptions
	a.set("kernel_size", kernelSize)
	for _, o := range options {
		o.forNewAvgPool2d(&a)
	}
	return newLayer("AvgPool2d", &a.arguments)
}

// NewBCELoss makes torch.nn.BCELoss: BCELoss(Tensor? weight=None, bool? size_average=None, bool? reduce=None, str
// reduction='mean')
func NewBCELoss(options ...NewBCELossOption) *Layer {
	var a forNewBCELossOptions
	for _, o := range options {
		o.forNewBCELoss(&a)
	}
	return newLayer("BCELoss", &a.arguments)
}

// NewBCEWithLogitsLoss makes torch.nn.BCEWithLogitsLoss: BCEWithLogitsLoss(Tensor? weight=None, bool?
// size_average=None, bool? reduce=None, str reduction='mean', Tensor? pos_weight=None)
func NewBCEWithLogitsLoss(options ...NewBCEWithLogitsLossOption) *Layer {
	var a forNewBCEWithLogitsLossOptions
	for _, o := range options {
		o.forNewBCEWithLogitsLoss(&a)
	}
	return newLayer("BCEWithLogitsLoss", &a.arguments)
}

// NewBatchNorm1d makes torch.nn.BatchNorm1d: BatchNorm1d(int num_features, float eps=1e-05, Scalar? momentum=0.1,
// bool affine=True, bool track_running_stats=True)
func NewBatchNorm1d(numFeatures int, options ...NewBatchNorm1dOption) *Layer {
	var a forNewBatchNorm1dOptions
	a.set("num_features", numFeatures)
	for _, o := range options {
		o.forNewBatchNorm1d(&a)
	}
	return newLayer("BatchNorm1d", &a.arguments)
}

// NewBatchNorm2d makes torch.nn.BatchNorm2d: BatchNorm2d(int num_features, float eps=1e-05, Scalar? momentum=0.1,
// bool affine=True, bool track_running_stats=True)
func NewBatchNorm2d(numFeatures int, options ...NewBatchNorm2dOption) *Layer {
	var a forNewBatchNorm2dOptions
	a.set("num_features", numFeatures)
	for _, o := range options {
		o.forNewBatchNorm2d(&a)
	}
	return newLayer("BatchNorm2d", &a.arguments)
}

// NewBatchNorm3d makes torch.nn.BatchNorm3d: BatchNorm3d(int num_features, float eps=1e-05, Scalar? momentum=0.1,
// bool affine=True, bool track_running_stats=True)
func NewBatchNorm3d(numFeatures int, options ...NewBatchNorm3dOption) *Layer {
	var a forNewBatchNorm3dOptions
	a.set("num_features", numFeatures)
	for _, o := range options {
		o.forNewBatchNorm3d(&a)
	}
	return newLayer("BatchNorm3d", &a.arguments)
}

// NewCELU makes torch.nn.CELU: CELU(Scalar alpha=1.0, bool inplace=False)
func NewCELU(options ...NewCELUOption) *Layer {
	var a forNewCELUOptions
	for _, o := range options {
		o.forNewCELU(&a)
	}
	return newLayer("CELU", &a.arguments)
}

// NewConv2d makes torch.nn.Conv2d: Conv2d(int in_channels, int out_channels, int[2] kernel_size, int[2] stride=1,
// int[2] padding=0, int[2] dilation=1, int groups=1, bool bias=True, str padding_mode='zeros')
//
// Conv2d(int in_channels, int out_channels, int[2] kernel_size, int[2] stride=1, str padding='valid', int[2]
// dilation=1, int groups=1, bool bias=True, str padding_mode='zeros')
func NewConv2d(inChannels, outChannels int, kernelSize []int, options ...NewConv2dOption) *Layer {
	var a forNewConv2dOptions
	a.set("in_channels", inChannels)
	a.set("out_channels", outChannels)
	a.set("kernel_size", kernelSize)
	for _, o := range options {
		o.forNewConv2d(&a)
	}
	return newLayer("Conv2d", &a.arguments)
}

// NewCrossEntropyLoss makes torch.nn.CrossEntropyLoss: CrossEntropyLoss(Tensor? weight=None, bool?
// size_average=None, int ignore_index=-100, bool? reduce=None, str reduction='mean', float label_smoothing=0.0)
func NewCrossEntropyLoss(options ...NewCrossEntropyLossOption) *Layer {
	var a forNewCrossEntropyLossOptions
	for _, o := range options {
		o.forNewCrossEntropyLoss(&a)
	}
	return newLayer("CrossEntropyLoss", &a.arguments)
}

// NewDropout makes torch.nn.Dropout: Dropout(Scalar p=0.5, bool inplace=False)
func NewDropout(options ...NewDropoutOption) *Layer {
	var a forNewDropoutOptions
	for _, o := range options {
		o.forNewDropout(&a)
	}
	return newLayer("Dropout", &a.arguments)
}

// NewELU makes torch.nn.ELU: ELU(Scalar alpha=1.0, bool inplace=False)
func NewELU(options ...NewELUOption) *Layer {
	var a forNewELUOptions
	for _, o := range options {
		o.forNewELU(&a)
	}
	return newLayer("ELU", &a.arguments)
}

// NewEmbedding makes torch.nn.Embedding: Embedding(int num_embeddings, int embedding_dim, int? padding_idx=None,
// float? max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False, Tensor?
// _weight=None)
func NewEmbedding(numEmbeddings, embeddingDim int, options ...NewEmbeddingOption) *Layer {
	var a forNewEmbeddingOptions
	a.set("num_embeddings", numEmbeddings)
	a.set("embedding_dim", embeddingDim)
	for _, o := range options {
		o.forNewEmbedding(&a)
	}
	return newLayer("Embedding", &a.arguments)
}

// NewFlatten makes torch.nn.Flatten: Flatten(int start_dim=1, int end_dim=-1)
func NewFlatten(options ...NewFlattenOption) *Layer {
	var a forNewFlattenOptions
	for _, o := range options {
		o.forNewFlatten(&a)
	}
	return newLayer("Flatten", &a.arguments)
}

// NewGELU makes torch.nn.GELU: GELU(str approximate='none')
func NewGELU(options ...NewGELUOption) *Layer {
	var a forNewGELUOptions
	for _, o := range options {
		o.forNewGELU(&a)
	}
	return newLayer("GELU", &a.arguments)
}

// NewGLU makes torch.nn.GLU: GLU(int dim=-1)
func NewGLU(options ...NewGLUOption) *Layer {
	var a forNewGLUOptions
	for _, o := range options {
		o.forNewGLU(&a)
	}
	return newLayer("GLU", &a.arguments)
}

// NewGroupNorm makes torch.nn.GroupNorm: GroupNorm(int num_groups, int num_channels, float eps=1e-05, bool
// affine=True)
func NewGroupNorm(numGroups, numChannels int, options ...NewGroupNormOption) *Layer {
	var a forNewGroupNormOptions
	a.set("num_groups", numGroups)
	a.set("num_channels", numChannels)
	for _, o := range options {
		o.forNewGroupNorm(&a)
	}
	return newLayer("GroupNorm", &a.arguments)
}

// NewHardshrink makes torch.nn.Hardshrink: Hardshrink(Scalar lambd=0.5)
func NewHardshrink(options ...NewHardshrinkOption) *Layer {
	var a forNewHardshrinkOptions
	for _, o := range options {
		o.forNewHardshrink(&a)
	}
	return newLayer("Hardshrink", &a.arguments)
}

// NewHardsigmoid makes torch.nn.Hardsigmoid: Hardsigmoid(bool inplace=False)
func NewHardsigmoid(options ...NewHardsigmoidOption) *Layer {
	var a forNewHardsigmoidOptions
	for _, o := range options {
		o.forNewHardsigmoid(&a)
	}
	return newLayer("Hardsigmoid", &a.arguments)
}

// NewHardswish makes torch.nn.Hardswish: Hardswish(bool inplace=False)
func NewHardswish(options ...NewHardswishOption) *Layer {
	var a forNewHardswishOptions
	for _, o := range options {
		o.forNewHardswish(&a)
	}
	return newLayer("Hardswish", &a.arguments)
}

// NewHardtanh makes torch.nn.Hardtanh: Hardtanh(Scalar min_val=-1.0, Scalar max_val=1.0, bool inplace=False)
func NewHardtanh(options ...NewHardtanhOption) *Layer {
	var a forNewHardtanhOptions
	for _, o := range options {
		o.forNewHardtanh(&a)
	}
	return newLayer("Hardtanh", &a.arguments)
}

// NewHuberLoss makes torch.nn.HuberLoss: HuberLoss(str reduction='mean', float delta=1.0)
func NewHuberLoss(options ...NewHuberLossOption) *Layer {
	var a forNewHuberLossOptions
	for _, o := range options {
		o.forNewHuberLoss(&a)
	}
	return newLayer("HuberLoss", &a.arguments)
}

// NewIdentity makes torch.nn.Identity: Identity()
func NewIdentity() *Layer {
	var a arguments
	return newLayer("Identity", &a)
}

// NewKLDivLoss makes torch.nn.KLDivLoss: KLDivLoss(bool? size_average=None, bool? reduce=None, str
// reduction='mean', bool log_target=False)
func NewKLDivLoss(options ...NewKLDivLossOption) *Layer {
	var a forNewKLDivLossOptions
	for _, o := range options {
		o.forNewKLDivLoss(&a)
	}
	return newLayer("KLDivLoss", &a.arguments)
}

// NewL1Loss makes torch.nn.L1Loss: L1Loss(bool? size_average=None, bool? reduce=None, str reduction='mean')
func NewL1Loss(options ...NewL1LossOption) *Layer {
	var a forNewL1LossOptions
	for _, o := range options {
		o.forNewL1Loss(&a)
	}
	return newLayer("L1Loss", &a.arguments)
}

// NewLayerNorm makes torch.nn.LayerNorm: LayerNorm(int[] normalized_shape, float eps=1e-05, bool
// elementwise_affine=True)
func NewLayerNorm(normalizedShape []int, options ...NewLayerNormOption) *Layer {
	var a forNewLayerNormOptions
	a.set("normalized_shape", normalizedShape)
	for _, o := range options {
		o.forNewLayerNorm(&a)
	}
	return newLayer("LayerNorm", &a.arguments)
}

// NewLeakyReLU makes torch.nn.LeakyReLU: LeakyReLU(Scalar negative_slope=0.01, bool inplace=False)
func NewLeakyReLU(options ...NewLeakyReLUOption) *Layer {
	var a forNewLeakyReLUOptions
	for _, o := range options {
		o.forNewLeakyReLU(&a)
	}
	return newLayer("LeakyReLU", &a.arguments)
}

// NewLinear makes torch.nn.Linear: Linear(int in_features, int out_features, bool bias=True)
func NewLinear(inFeatures, outFeatures int, options ...NewLinearOption) *Layer {
	var a forNewLinearOptions
	a.set("in_features", inFeatures)
	a.set("out_features", outFeatures)
	for _, o := range options {
		o.forNewLinear(&a)
	}
	return newLayer("Linear", &a.arguments)
}

// NewLogSigmoid makes torch.nn.LogSigmoid: LogSigmoid()
func NewLogSigmoid() *Layer {
	var a arguments
	return newLayer("LogSigmoid", &a)
}

// NewLogSoftmax makes torch.nn.LogSoftmax: LogSoftmax(int? dim=None)
func NewLogSoftmax(options ...NewLogSoftmaxOption) *Layer {
	var a forNewLogSoftmaxOptions
	for _, o := range options {
		o.forNewLogSoftmax(&a)
	}
	return newLayer("LogSoftmax", &a.arguments)
}

// NewMSELoss makes torch.nn.MSELoss: MSELoss(bool? size_average=None, bool? reduce=None, str reduction='mean')
func NewMSELoss(options ...NewMSELossOption) *Layer {
	var a forNewMSELossOptions
	for _, o := range options {
		o.forNewMSELoss(&a)
	}
	return newLayer("MSELoss", &a.arguments)
}

// NewMaxPool2d makes torch.nn.MaxPool2d: MaxPool2d(int[] kernel_size, int[]? stride=None, int[] padding=0, int[]
// dilation=1, bool return_indices=False, bool ceil_mode=False)
func NewMaxPool2d(kernelSize []int, options ...NewMaxPool2dOption) *Layer {
	var a forNewMaxPool2dOptions
	a.set("kernel_size", kernelSize)
	for _, o := range options {
		o.forNewMaxPool2d(&a)
	}
	return newLayer("MaxPool2d", &a.arguments)
}

// NewMish makes torch.nn.Mish: Mish(bool inplace=False)
func NewMish(options ...NewMishOption) *Layer {
	var a forNewMishOptions
	for _, o := range options {
		o.forNewMish(&a)
	}
	return newLayer("Mish", &a.arguments)
}

// NewNLLLoss makes torch.nn.NLLLoss: NLLLoss(Tensor? weight=None, bool? size_average=None, int ignore_index=-100,
// bool? reduce=None, str reduction='mean')
func NewNLLLoss(options ...NewNLLLossOption) *Layer {
	var a forNewNLLLossOptions
	for _, o := range options {
		o.forNewNLLLoss(&a)
	}
	return newLayer("NLLLoss", &a.arguments)
}

// NewPReLU makes torch.nn.PReLU: PReLU(int num_parameters=1, float init=0.25)
func NewPReLU(options ...NewPReLUOption) *Layer {
	var a forNewPReLUOptions
	for _, o := range options {
		o.forNewPReLU(&a)
	}
	return newLayer("PReLU", &a.arguments)
}

// NewReLU makes torch.nn.ReLU: ReLU(bool inplace=False)
func NewReLU(options ...NewReLUOption) *Layer {
	var a forNewReLUOptions
	for _, o := range options {
		o.forNewReLU(&a)
	}
	return newLayer("ReLU", &a.arguments)
}

// NewReLU6 makes torch.nn.ReLU6: ReLU6(bool inplace=False)
func NewReLU6(options ...NewReLU6Option) *Layer {
	var a forNewReLU6Options
	for _, o := range options {
		o.forNewReLU6(&a)
	}
	return newLayer("ReLU6", &a.arguments)
}

// NewSELU makes torch.nn.SELU: SELU(bool inplace=False)
func NewSELU(options ...NewSELUOption) *Layer {
	var a forNewSELUOptions
	for _, o := range options {
		o.forNewSELU(&a)
	}
	return newLayer("SELU", &a.arguments)
}

// NewSiLU makes torch.nn.SiLU: SiLU(bool inplace=False)
func NewSiLU(options ...NewSiLUOption) *Layer {
	var a forNewSiLUOptions
	for _, o := range options {
		o.forNewSiLU(&a)
	}
	return newLayer("SiLU", &a.arguments)
}

// NewSigmoid makes torch.nn.Sigmoid: Sigmoid()
func NewSigmoid() *Layer {
	var a arguments
	return newLayer("Sigmoid", &a)
}

// NewSmoothL1Loss makes torch.nn.SmoothL1Loss: SmoothL1Loss(bool? size_average=None, bool? reduce=None, str
// reduction='mean', float beta=1.0)
func NewSmoothL1Loss(options ...NewSmoothL1LossOption) *Layer {
	var a forNewSmoothL1LossOptions
	for _, o := range options {
		o.forNewSmoothL1Loss(&a)
	}
	return newLayer("SmoothL1Loss", &a.arguments)
}

// NewSoftmax makes torch.nn.Softmax: Softmax(int? dim=None)
func NewSoftmax(options ...NewSoftmaxOption) *Layer {
	var a forNewSoftmaxOptions
	for _, o := range options {
		o.forNewSoftmax(&a)
	}
	return newLayer("Softmax", &a.arguments)
}

// NewSoftmax2d makes torch.nn.Softmax2d: Softmax2d()
func NewSoftmax2d() *Layer {
	var a arguments
	return newLayer("Softmax2d", &a)
}

// NewSoftmin makes torch.nn.Softmin: Softmin(int? dim=None)
func NewSoftmin(options ...NewSoftminOption) *Layer {
	var a forNewSoftminOptions
	for _, o := range options {
		o.forNewSoftmin(&a)
	}
	return newLayer("Softmin", &a.arguments)
}

// NewSoftplus makes torch.nn.Softplus: Softplus(Scalar beta=1, Scalar threshold=20)
func NewSoftplus(options ...NewSoftplusOption) *Layer {
	var a forNewSoftplusOptions
	for _, o := range options {
		o.forNewSoftplus(&a)
	}
	return newLayer("Softplus", &a.arguments)
}

// NewSoftshrink makes torch.nn.Softshrink: Softshrink(Scalar lambd=0.5)
func NewSoftshrink(options ...NewSoftshrinkOption) *Layer {
	var a forNewSoftshrinkOptions
	for _, o := range options {
		o.forNewSoftshrink(&a)
	}
	return newLayer("Softshrink", &a.arguments)
}

// NewSoftsign makes torch.nn.Softsign: Softsign()
func NewSoftsign() *Layer {
	var a arguments
	return newLayer("Softsign", &a)
}

// NewTanh makes torch.nn.Tanh: Tanh()
func NewTanh() *Layer {
	var a arguments
	return newLayer("Tanh", &a)
}

// NewTanhshrink makes torch.nn.Tanhshrink: Tanhshrink()
func NewTanhshrink() *Layer {
	var a arguments
	return newLayer("Tanhshrink", &a)
}

// NewThreshold makes torch.nn.Threshold: Threshold(Scalar threshold, Scalar value, bool inplace=False)
func NewThreshold(threshold, value float64, options ...NewThresholdOption) *Layer {
	var a forNewThresholdOptions
	a.set("threshold", threshold)
	a.set("value", value)
	for _, o := range options {
		o.forNewThreshold(&a)
	}
	return newLayer("Threshold", &a.arguments)
}

// NewUnflatten makes torch.nn.Unflatten: Unflatten(int dim, int[] unflattened_size)
func NewUnflatten(dim int, unflattenedSize []int) *Layer {
	var a arguments
	a.set("dim", dim)
	a.set("unflattened_size", unflattenedSize)
	return newLayer("Unflatten", &a)
}
