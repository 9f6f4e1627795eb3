// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

// BackwardOption is one of Gradient, Inputs, RetainGraph, CreateGraph.
type BackwardOption interface{ forBackward(*forBackwardOptions) }

type forBackwardOptions struct {
	gradient *Tensor
	inputs   []*Tensor
	words    *[3]int
}

// GradOption is one of GradOutputs, RetainGraph, CreateGraph, AllowUnused.
type GradOption interface{ forGrad(*forGradOptions) }

type forGradOptions struct {
	gradOutputs []*Tensor
	words       *[4]int
}

// CUDASynchronizeOption is one of Device.
type CUDASynchronizeOption interface {
	forCUDASynchronize(*forCUDASynchronizeOptions)
}

type forCUDASynchronizeOptions struct {
	device Device
}

// NPZSaveOption is one of Compressed.
type NPZSaveOption interface{ forNPZSave(*forNPZSaveOptions) }

type forNPZSaveOptions struct {
	compressed bool
}

// NPZLoadOption is one of MaxInflatedBytes, Inert, Mapped.
type NPZLoadOption interface{ forNPZLoad(*forNPZLoadOptions) }

type forNPZLoadOptions struct {
	words [4]int
}

// CSVLoadOption is one of SkipRows, Delimiter, DType.
type CSVLoadOption interface{ forCSVLoad(*forCSVLoadOptions) }

type forCSVLoadOptions struct {
	words [4]int
}

// CSVSaveOption is one of SkipRows, Delimiter, DType.
type CSVSaveOption interface{ forCSVSave(*forCSVSaveOptions) }

type forCSVSaveOptions struct {
	words [4]int
}

// LoadOption is one of MaxInflatedBytes, Inert, Mapped.
type LoadOption interface{ forLoad(*forLoadOptions) }

type forLoadOptions struct {
	words [4]int
}

// SafetensorsLoadOption is one of MaxInflatedBytes, Inert, Mapped.
type SafetensorsLoadOption interface {
	forSafetensorsLoad(*forSafetensorsLoadOptions)
}

type forSafetensorsLoadOptions struct {
	words [4]int
}

// MemoryResetPeakOption is one of Device.
type MemoryResetPeakOption interface {
	forMemoryResetPeak(*forMemoryResetPeakOptions)
}

type forMemoryResetPeakOptions struct {
	device Device
}

// ModuleLoadStateDictOption is one of Strict.
type ModuleLoadStateDictOption interface {
	forModuleLoadStateDict(*forModuleLoadStateDictOptions)
}

type forModuleLoadStateDictOptions struct {
	strict bool
}

// AddmmOption is one of Beta, Alpha.
type AddmmOption interface{ forAddmm(*forAddmmOptions) }

type forAddmmOptions struct {
	words [3]int
}

// Conv2dOption is one of Stride, Padding, Dilation, Groups, PaddingMode.
type Conv2dOption interface{ forConv2d(*forConv2dOptions) }

type forConv2dOptions struct {
	words [9]int
}

// MaxPool2dOption is one of Stride, Padding, Dilation, CeilMode.
type MaxPool2dOption interface{ forMaxPool2d(*forMaxPool2dOptions) }

type forMaxPool2dOptions struct {
	words [8]int
}

// AvgPool2dOption is one of Stride, Padding, DivisorOverride, CeilMode, CountIncludePad.
type AvgPool2dOption interface{ forAvgPool2d(*forAvgPool2dOptions) }

type forAvgPool2dOptions struct {
	words [8]int
}

// LayerNormOption is one of Eps.
type LayerNormOption interface{ forLayerNorm(*forLayerNormOptions) }

type forLayerNormOptions struct {
	eps float64
}

// BatchNormOption is one of Training, Momentum, Eps.
type BatchNormOption interface{ forBatchNorm(*forBatchNormOptions) }

type forBatchNormOptions struct {
	training bool
	momentum float64
	eps      float64
}

// DropoutOption is one of P, Training.
type DropoutOption interface{ forDropout(*forDropoutOptions) }

type forDropoutOptions struct {
	p        float64
	training bool
}

// EmbeddingOption is one of PaddingIDX, ScaleGradByFreq.
type EmbeddingOption interface{ forEmbedding(*forEmbeddingOptions) }

type forEmbeddingOptions struct {
	words [3]int
}

// OneHotOption is one of NumClasses.
type OneHotOption interface{ forOneHot(*forOneHotOptions) }

type forOneHotOptions struct {
	numClasses int
}

// CrossEntropyOption is one of Weight, IgnoreIndex, LabelSmoothing, Reduction.
type CrossEntropyOption interface{ forCrossEntropy(*forCrossEntropyOptions) }

type forCrossEntropyOptions struct {
	weight *Tensor
	words  *[4]int
}

// NLLLossOption is one of Weight, IgnoreIndex, Reduction.
type NLLLossOption interface{ forNLLLoss(*forNLLLossOptions) }

type forNLLLossOptions struct {
	weight *Tensor
	words  *[3]int
}

// MSELossOption is one of Reduction.
type MSELossOption interface{ forMSELoss(*forMSELossOptions) }

type forMSELossOptions struct {
	words [2]int
}

// L1LossOption is one of Reduction.
type L1LossOption interface{ forL1Loss(*forL1LossOptions) }

type forL1LossOptions struct {
	words [2]int
}

// BinaryCrossEntropyOption is one of Weight, Reduction.
type BinaryCrossEntropyOption interface {
	forBinaryCrossEntropy(*forBinaryCrossEntropyOptions)
}

type forBinaryCrossEntropyOptions struct {
	weight *Tensor
	words  *[2]int
}

// BinaryCrossEntropyWithLogitsOption is one of Weight, PosWeight, Reduction.
type BinaryCrossEntropyWithLogitsOption interface {
	forBinaryCrossEntropyWithLogits(*forBinaryCrossEntropyWithLogitsOptions)
}

type forBinaryCrossEntropyWithLogitsOptions struct {
	weight    *Tensor
	posWeight *Tensor
	words     *[2]int
}

// AddOption is one of Alpha.
type AddOption interface{ forAdd(*forAddOptions) }

type forAddOptions struct {
	words [2]int
}

// SubOption is one of Alpha.
type SubOption interface{ forSub(*forSubOptions) }

type forSubOptions struct {
	words [2]int
}

// DivOption is one of Rounding.
type DivOption interface{ forDiv(*forDivOptions) }

type forDivOptions struct {
	words [2]int
}

// AddcmulOption is one of Value.
type AddcmulOption interface{ forAddcmul(*forAddcmulOptions) }

type forAddcmulOptions struct {
	words [2]int
}

// AddcdivOption is one of Value.
type AddcdivOption interface{ forAddcdiv(*forAddcdivOptions) }

type forAddcdivOptions struct {
	words [2]int
}

// LeakyReluOption is one of NegativeSlope.
type LeakyReluOption interface{ forLeakyRelu(*forLeakyReluOptions) }

type forLeakyReluOptions struct {
	negativeSlope float64
}

// GeluOption is one of GeluApproximate.
type GeluOption interface{ forGelu(*forGeluOptions) }

type forGeluOptions struct {
	words [2]int
}

// EluOption is one of Alpha.
type EluOption interface{ forElu(*forEluOptions) }

type forEluOptions struct {
	alpha float64
}

// CeluOption is one of Alpha.
type CeluOption interface{ forCelu(*forCeluOptions) }

type forCeluOptions struct {
	alpha float64
}

// SoftplusOption is one of Beta, Threshold.
type SoftplusOption interface{ forSoftplus(*forSoftplusOptions) }

type forSoftplusOptions struct {
	beta      float64
	threshold float64
}

// HardtanhOption is one of MinVal, MaxVal.
type HardtanhOption interface{ forHardtanh(*forHardtanhOptions) }

type forHardtanhOptions struct {
	minVal float64
	maxVal float64
}

// HardshrinkOption is one of Lambd.
type HardshrinkOption interface{ forHardshrink(*forHardshrinkOptions) }

type forHardshrinkOptions struct {
	lambd float64
}

// SoftshrinkOption is one of Lambd.
type SoftshrinkOption interface{ forSoftshrink(*forSoftshrinkOptions) }

type forSoftshrinkOptions struct {
	lambd float64
}

// SumDimOption is one of Keepdim.
type SumDimOption interface{ forSumDim(*forSumDimOptions) }

type forSumDimOptions struct {
	keepdim bool
}

// MeanDimOption is one of Keepdim.
type MeanDimOption interface{ forMeanDim(*forMeanDimOptions) }

type forMeanDimOptions struct {
	keepdim bool
}

// ProdDimOption is one of Keepdim.
type ProdDimOption interface{ forProdDim(*forProdDimOptions) }

type forProdDimOptions struct {
	keepdim bool
}

// LogsumexpOption is one of Keepdim.
type LogsumexpOption interface{ forLogsumexp(*forLogsumexpOptions) }

type forLogsumexpOptions struct {
	keepdim bool
}

// MaxDimOption is one of Keepdim.
type MaxDimOption interface{ forMaxDim(*forMaxDimOptions) }

type forMaxDimOptions struct {
	keepdim bool
}

// MinDimOption is one of Keepdim.
type MinDimOption interface{ forMinDim(*forMinDimOptions) }

type forMinDimOptions struct {
	keepdim bool
}

// AmaxOption is one of Keepdim.
type AmaxOption interface{ forAmax(*forAmaxOptions) }

type forAmaxOptions struct {
	keepdim bool
}

// AminOption is one of Keepdim.
type AminOption interface{ forAmin(*forAminOptions) }

type forAminOptions struct {
	keepdim bool
}

// ArgmaxOption is one of Dim, Keepdim.
type ArgmaxOption interface{ forArgmax(*forArgmaxOptions) }

type forArgmaxOptions struct {
	dim     int
	keepdim bool
}

// ArgminOption is one of Dim, Keepdim.
type ArgminOption interface{ forArgmin(*forArgminOptions) }

type forArgminOptions struct {
	dim     int
	keepdim bool
}

// VarOption is one of Unbiased.
type VarOption interface{ forVar(*forVarOptions) }

type forVarOptions struct {
	unbiased bool
}

// VarDimOption is one of Unbiased, Keepdim.
type VarDimOption interface{ forVarDim(*forVarDimOptions) }

type forVarDimOptions struct {
	unbiased bool
	keepdim  bool
}

// StdOption is one of Unbiased.
type StdOption interface{ forStd(*forStdOptions) }

type forStdOptions struct {
	unbiased bool
}

// StdDimOption is one of Unbiased, Keepdim.
type StdDimOption interface{ forStdDim(*forStdDimOptions) }

type forStdDimOptions struct {
	unbiased bool
	keepdim  bool
}

// NormOption is one of P.
type NormOption interface{ forNorm(*forNormOptions) }

type forNormOptions struct {
	p float64
}

// NormDimOption is one of Keepdim.
type NormDimOption interface{ forNormDim(*forNormDimOptions) }

type forNormDimOptions struct {
	keepdim bool
}

// AllDimOption is one of Keepdim.
type AllDimOption interface{ forAllDim(*forAllDimOptions) }

type forAllDimOptions struct {
	keepdim bool
}

// AnyDimOption is one of Keepdim.
type AnyDimOption interface{ forAnyDim(*forAnyDimOptions) }

type forAnyDimOptions struct {
	keepdim bool
}

// SortOption is one of Dim, Descending.
type SortOption interface{ forSort(*forSortOptions) }

type forSortOptions struct {
	dim        int
	descending bool
}

// ArgsortOption is one of Dim, Descending.
type ArgsortOption interface{ forArgsort(*forArgsortOptions) }

type forArgsortOptions struct {
	dim        int
	descending bool
}

// TopkOption is one of Dim, Largest, Sorted.
type TopkOption interface{ forTopk(*forTopkOptions) }

type forTopkOptions struct {
	dim     int
	largest bool
	sorted  bool
}

// FlattenOption is one of StartDim, EndDim.
type FlattenOption interface{ forFlatten(*forFlattenOptions) }

type forFlattenOptions struct {
	startDim int
	endDim   int
}

// SliceOption is one of Dim, Start, End, Step.
type SliceOption interface{ forSlice(*forSliceOptions) }

type forSliceOptions struct {
	dim   int
	start int
	end   int
	step  int
}

// DiagonalOption is one of Offset, Dim1, Dim2.
type DiagonalOption interface{ forDiagonal(*forDiagonalOptions) }

type forDiagonalOptions struct {
	offset int
	dim1   int
	dim2   int
}

// SplitOption is one of Dim.
type SplitOption interface{ forSplit(*forSplitOptions) }

type forSplitOptions struct {
	dim int
}

// SplitWithSizesOption is one of Dim.
type SplitWithSizesOption interface {
	forSplitWithSizes(*forSplitWithSizesOptions)
}

type forSplitWithSizesOptions struct {
	dim int
}

// ChunkOption is one of Dim.
type ChunkOption interface{ forChunk(*forChunkOptions) }

type forChunkOptions struct {
	dim int
}

// UnbindOption is one of Dim.
type UnbindOption interface{ forUnbind(*forUnbindOptions) }

type forUnbindOptions struct {
	dim int
}

// CatOption is one of Dim.
type CatOption interface{ forCat(*forCatOptions) }

type forCatOptions struct {
	dim int
}

// StackOption is one of Dim.
type StackOption interface{ forStack(*forStackOptions) }

type forStackOptions struct {
	dim int
}

// TrilOption is one of Diagonal.
type TrilOption interface{ forTril(*forTrilOptions) }

type forTrilOptions struct {
	diagonal int
}

// TriuOption is one of Diagonal.
type TriuOption interface{ forTriu(*forTriuOptions) }

type forTriuOptions struct {
	diagonal int
}

// GeneratorNewGeneratorOption is one of Device.
type GeneratorNewGeneratorOption interface {
	forGeneratorNewGenerator(*forGeneratorNewGeneratorOptions)
}

type forGeneratorNewGeneratorOptions struct {
	device Device
}

// GeneratorDefaultGeneratorOption is one of Device.
type GeneratorDefaultGeneratorOption interface {
	forGeneratorDefaultGenerator(*forGeneratorDefaultGeneratorOptions)
}

type forGeneratorDefaultGeneratorOptions struct {
	device Device
}

// EmptyOption is one of DType, Device.
type EmptyOption interface{ forEmpty(*forEmptyOptions) }

type forEmptyOptions struct {
	dtype  DType
	device Device
}

// ZerosOption is one of DType, Device.
type ZerosOption interface{ forZeros(*forZerosOptions) }

type forZerosOptions struct {
	dtype  DType
	device Device
}

// OnesOption is one of DType, Device.
type OnesOption interface{ forOnes(*forOnesOptions) }

type forOnesOptions struct {
	dtype  DType
	device Device
}

// FullOption is one of DType, Device.
type FullOption interface{ forFull(*forFullOptions) }

type forFullOptions struct {
	dtype  DType
	device Device
}

// FullIntOption is one of DType, Device.
type FullIntOption interface{ forFullInt(*forFullIntOptions) }

type forFullIntOptions struct {
	dtype  DType
	device Device
}

// ArangeOption is one of StepFloat, DType, Device.
type ArangeOption interface{ forArange(*forArangeOptions) }

type forArangeOptions struct {
	step   float64
	dtype  DType
	device Device
}

// ArangeIntOption is one of Step, DType, Device.
type ArangeIntOption interface{ forArangeInt(*forArangeIntOptions) }

type forArangeIntOptions struct {
	step   int
	dtype  DType
	device Device
}

// LinspaceOption is one of DType, Device.
type LinspaceOption interface{ forLinspace(*forLinspaceOptions) }

type forLinspaceOptions struct {
	dtype  DType
	device Device
}

// EyeOption is one of M, DType, Device.
type EyeOption interface{ forEye(*forEyeOptions) }

type forEyeOptions struct {
	m      int
	dtype  DType
	device Device
}

// RandOption is one of DType, Device.
type RandOption interface{ forRand(*forRandOptions) }

type forRandOptions struct {
	dtype  DType
	device Device
}

// RandGeneratorOption is one of DType, Device.
type RandGeneratorOption interface {
	forRandGenerator(*forRandGeneratorOptions)
}

type forRandGeneratorOptions struct {
	dtype  DType
	device Device
}

// RandnOption is one of DType, Device.
type RandnOption interface{ forRandn(*forRandnOptions) }

type forRandnOptions struct {
	dtype  DType
	device Device
}

// RandnGeneratorOption is one of DType, Device.
type RandnGeneratorOption interface {
	forRandnGenerator(*forRandnGeneratorOptions)
}

type forRandnGeneratorOptions struct {
	dtype  DType
	device Device
}

// RandintOption is one of DType, Device.
type RandintOption interface{ forRandint(*forRandintOptions) }

type forRandintOptions struct {
	dtype  DType
	device Device
}

// RandintGeneratorOption is one of DType, Device.
type RandintGeneratorOption interface {
	forRandintGenerator(*forRandintGeneratorOptions)
}

type forRandintGeneratorOptions struct {
	dtype  DType
	device Device
}

// RandpermOption is one of DType, Device.
type RandpermOption interface{ forRandperm(*forRandpermOptions) }

type forRandpermOptions struct {
	dtype  DType
	device Device
}

// RandpermGeneratorOption is one of DType, Device.
type RandpermGeneratorOption interface {
	forRandpermGenerator(*forRandpermGeneratorOptions)
}

type forRandpermGeneratorOptions struct {
	dtype  DType
	device Device
}

// EmptyLikeOption is one of DType, Device.
type EmptyLikeOption interface{ forEmptyLike(*forEmptyLikeOptions) }

type forEmptyLikeOptions struct {
	dtype  DType
	device Device
}

// ZerosLikeOption is one of DType, Device.
type ZerosLikeOption interface{ forZerosLike(*forZerosLikeOptions) }

type forZerosLikeOptions struct {
	dtype  DType
	device Device
}

// OnesLikeOption is one of DType, Device.
type OnesLikeOption interface{ forOnesLike(*forOnesLikeOptions) }

type forOnesLikeOptions struct {
	dtype  DType
	device Device
}

// FullLikeOption is one of DType, Device.
type FullLikeOption interface{ forFullLike(*forFullLikeOptions) }

type forFullLikeOptions struct {
	dtype  DType
	device Device
}

// FullLikeIntOption is one of DType, Device.
type FullLikeIntOption interface{ forFullLikeInt(*forFullLikeIntOptions) }

type forFullLikeIntOptions struct {
	dtype  DType
	device Device
}

// RandLikeOption is one of DType, Device.
type RandLikeOption interface{ forRandLike(*forRandLikeOptions) }

type forRandLikeOptions struct {
	dtype  DType
	device Device
}

// RandnLikeOption is one of DType, Device.
type RandnLikeOption interface{ forRandnLike(*forRandnLikeOptions) }

type forRandnLikeOptions struct {
	dtype  DType
	device Device
}

// RandintLikeOption is one of DType, Device.
type RandintLikeOption interface{ forRandintLike(*forRandintLikeOptions) }

type forRandintLikeOptions struct {
	dtype  DType
	device Device
}

// CopyOption is one of NonBlocking.
type CopyOption interface{ forCopy(*forCopyOptions) }

type forCopyOptions struct {
	nonBlocking bool
}

// NewAvgPool2dOption is one of Stride, Padding, CeilMode, CountIncludePad, DivisorOverride.
type NewAvgPool2dOption interface{ forNewAvgPool2d(*forNewAvgPool2dOptions) }

type forNewAvgPool2dOptions struct{ arguments }

// NewBCELossOption is one of Weight, SizeAverage, Reduce, Reduction.
type NewBCELossOption interface{ forNewBCELoss(*forNewBCELossOptions) }

type forNewBCELossOptions struct{ arguments }

// NewBCEWithLogitsLossOption is one of Weight, SizeAverage, Reduce, Reduction, PosWeight.
type NewBCEWithLogitsLossOption interface {
	forNewBCEWithLogitsLoss(*forNewBCEWithLogitsLossOptions)
}

type forNewBCEWithLogitsLossOptions struct{ arguments }

// NewBatchNorm1dOption is one of Eps, Momentum, Affine, TrackRunningStats.
type NewBatchNorm1dOption interface {
	forNewBatchNorm1d(*forNewBatchNorm1dOptions)
}

type forNewBatchNorm1dOptions struct{ arguments }

// NewBatchNorm2dOption is one of Eps, Momentum, Affine, TrackRunningStats.
type NewBatchNorm2dOption interface {
	forNewBatchNorm2d(*forNewBatchNorm2dOptions)
}

type forNewBatchNorm2dOptions struct{ arguments }

// NewBatchNorm3dOption is one of Eps, Momentum, Affine, TrackRunningStats.
type NewBatchNorm3dOption interface {
	forNewBatchNorm3d(*forNewBatchNorm3dOptions)
}

type forNewBatchNorm3dOptions struct{ arguments }

// NewCELUOption is one of Alpha, Inplace.
type NewCELUOption interface{ forNewCELU(*forNewCELUOptions) }

type forNewCELUOptions struct{ arguments }

// NewConv2dOption is one of Stride, Padding, Dilation, Groups, Bias, WithPaddingMode, PaddingMode.
type NewConv2dOption interface{ forNewConv2d(*forNewConv2dOptions) }

type forNewConv2dOptions struct{ arguments }

// NewCrossEntropyLossOption is one of Weight, SizeAverage, IgnoreIndex, Reduce, Reduction, LabelSmoothing.
type NewCrossEntropyLossOption interface {
	forNewCrossEntropyLoss(*forNewCrossEntropyLossOptions)
}

type forNewCrossEntropyLossOptions struct{ arguments }

// NewDropoutOption is one of P, Inplace.
type NewDropoutOption interface{ forNewDropout(*forNewDropoutOptions) }

type forNewDropoutOptions struct{ arguments }

// NewELUOption is one of Alpha, Inplace.
type NewELUOption interface{ forNewELU(*forNewELUOptions) }

type forNewELUOptions struct{ arguments }

// NewEmbeddingOption is one of PaddingIDX, MaxNorm, NormType, ScaleGradByFreq, Sparse, Weight.
type NewEmbeddingOption interface{ forNewEmbedding(*forNewEmbeddingOptions) }

type forNewEmbeddingOptions struct{ arguments }

// NewFlattenOption is one of StartDim, EndDim.
type NewFlattenOption interface{ forNewFlatten(*forNewFlattenOptions) }

type forNewFlattenOptions struct{ arguments }

// NewGELUOption is one of GeluApproximate.
type NewGELUOption interface{ forNewGELU(*forNewGELUOptions) }

type forNewGELUOptions struct{ arguments }

// NewGLUOption is one of Dim.
type NewGLUOption interface{ forNewGLU(*forNewGLUOptions) }

type forNewGLUOptions struct{ arguments }

// NewGroupNormOption is one of Eps, Affine.
type NewGroupNormOption interface{ forNewGroupNorm(*forNewGroupNormOptions) }

type forNewGroupNormOptions struct{ arguments }

// NewHardshrinkOption is one of Lambd.
type NewHardshrinkOption interface {
	forNewHardshrink(*forNewHardshrinkOptions)
}

type forNewHardshrinkOptions struct{ arguments }

// NewHardsigmoidOption is one of Inplace.
type NewHardsigmoidOption interface {
	forNewHardsigmoid(*forNewHardsigmoidOptions)
}

type forNewHardsigmoidOptions struct{ arguments }

// NewHardswishOption is one of Inplace.
type NewHardswishOption interface{ forNewHardswish(*forNewHardswishOptions) }

type forNewHardswishOptions struct{ arguments }

// NewHardtanhOption is one of MinVal, MaxVal, Inplace.
type NewHardtanhOption interface{ forNewHardtanh(*forNewHardtanhOptions) }

type forNewHardtanhOptions struct{ arguments }

// NewHuberLossOption is one of Reduction, Delta.
type NewHuberLossOption interface{ forNewHuberLoss(*forNewHuberLossOptions) }

type forNewHuberLossOptions struct{ arguments }

// NewKLDivLossOption is one of SizeAverage, Reduce, Reduction, LogTarget.
type NewKLDivLossOption interface{ forNewKLDivLoss(*forNewKLDivLossOptions) }

type forNewKLDivLossOptions struct{ arguments }

// NewL1LossOption is one of SizeAverage, Reduce, Reduction.
type NewL1LossOption interface{ forNewL1Loss(*forNewL1LossOptions) }

type forNewL1LossOptions struct{ arguments }

// NewLayerNormOption is one of Eps, ElementwiseAffine.
type NewLayerNormOption interface{ forNewLayerNorm(*forNewLayerNormOptions) }

type forNewLayerNormOptions struct{ arguments }

// NewLeakyReLUOption is one of NegativeSlope, Inplace.
type NewLeakyReLUOption interface{ forNewLeakyReLU(*forNewLeakyReLUOptions) }

type forNewLeakyReLUOptions struct{ arguments }

// NewLinearOption is one of Bias.
type NewLinearOption interface{ forNewLinear(*forNewLinearOptions) }

type forNewLinearOptions struct{ arguments }

// NewLogSoftmaxOption is one of Dim.
type NewLogSoftmaxOption interface {
	forNewLogSoftmax(*forNewLogSoftmaxOptions)
}

type forNewLogSoftmaxOptions struct{ arguments }

// NewMSELossOption is one of SizeAverage, Reduce, Reduction.
type NewMSELossOption interface{ forNewMSELoss(*forNewMSELossOptions) }

type forNewMSELossOptions struct{ arguments }

// NewMaxPool2dOption is one of Stride, Padding, Dilation, ReturnIndices, CeilMode.
type NewMaxPool2dOption interface{ forNewMaxPool2d(*forNewMaxPool2dOptions) }

type forNewMaxPool2dOptions struct{ arguments }

// NewMishOption is one of Inplace.
type NewMishOption interface{ forNewMish(*forNewMishOptions) }

type forNewMishOptions struct{ arguments }

// NewNLLLossOption is one of Weight, SizeAverage, IgnoreIndex, Reduce, Reduction.
type NewNLLLossOption interface{ forNewNLLLoss(*forNewNLLLossOptions) }

type forNewNLLLossOptions struct{ arguments }

// NewPReLUOption is one of NumParameters, Init.
type NewPReLUOption interface{ forNewPReLU(*forNewPReLUOptions) }

type forNewPReLUOptions struct{ arguments }

// NewReLUOption is one of Inplace.
type NewReLUOption interface{ forNewReLU(*forNewReLUOptions) }

type forNewReLUOptions struct{ arguments }

// NewReLU6Option is one of Inplace.
type NewReLU6Option interface{ forNewReLU6(*forNewReLU6Options) }

type forNewReLU6Options struct{ arguments }

// NewSELUOption is one of Inplace.
type NewSELUOption interface{ forNewSELU(*forNewSELUOptions) }

type forNewSELUOptions struct{ arguments }

// NewSiLUOption is one of Inplace.
type NewSiLUOption interface{ forNewSiLU(*forNewSiLUOptions) }

type forNewSiLUOptions struct{ arguments }

// NewSmoothL1LossOption is one of SizeAverage, Reduce, Reduction, Beta.
type NewSmoothL1LossOption interface {
	forNewSmoothL1Loss(*forNewSmoothL1LossOptions)
}

type forNewSmoothL1LossOptions struct{ arguments }

// NewSoftmaxOption is one of Dim.
type NewSoftmaxOption interface{ forNewSoftmax(*forNewSoftmaxOptions) }

type forNewSoftmaxOptions struct{ arguments }

// NewSoftminOption is one of Dim.
type NewSoftminOption interface{ forNewSoftmin(*forNewSoftminOptions) }

type forNewSoftminOptions struct{ arguments }

// NewSoftplusOption is one of Beta, Threshold.
type NewSoftplusOption interface{ forNewSoftplus(*forNewSoftplusOptions) }

type forNewSoftplusOptions struct{ arguments }

// NewSoftshrinkOption is one of Lambd.
type NewSoftshrinkOption interface {
	forNewSoftshrink(*forNewSoftshrinkOptions)
}

type forNewSoftshrinkOptions struct{ arguments }

// NewThresholdOption is one of Inplace.
type NewThresholdOption interface{ forNewThreshold(*forNewThresholdOptions) }

type forNewThresholdOptions struct{ arguments }

// NewAdamOption is one of LR, Betas, Eps, WeightDecay, Amsgrad, Maximize.
type NewAdamOption interface{ forNewAdam(*forNewAdamOptions) }

type forNewAdamOptions struct{ arguments }

// NewAdamWOption is one of LR, Betas, Eps, WeightDecay, Amsgrad, Maximize.
type NewAdamWOption interface{ forNewAdamW(*forNewAdamWOptions) }

type forNewAdamWOptions struct{ arguments }

// NewSGDOption is one of LR, Momentum, Dampening, WeightDecay, Nesterov, Maximize.
type NewSGDOption interface{ forNewSGD(*forNewSGDOptions) }

type forNewSGDOptions struct{ arguments }

// NewDataLoaderOption is one of BatchSize, Workers, Prefetch, Seed, Shuffle, DropLast.
type NewDataLoaderOption interface {
	forNewDataLoader(*forNewDataLoaderOptions)
}

type forNewDataLoaderOptions struct {
	words [7]int
}

// GradcheckOption is one of Eps, Atol, Rtol, SecondOrder, CheckUndefined.
type GradcheckOption interface{ forGradcheck(*forGradcheckOptions) }

type forGradcheckOptions struct {
	words [6]int
}

// TextOption is one of Precision, ThresholdInt, Edgeitems, Linewidth, SciMode.
type TextOption interface{ forText(*forTextOptions) }

type forTextOptions struct {
	words [6]int
}
