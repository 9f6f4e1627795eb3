// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

// Affine is an option of NewBatchNorm1d, NewBatchNorm2d, NewBatchNorm3d, NewGroupNorm.
type Affine bool

func (o Affine) forNewBatchNorm1d(a *forNewBatchNorm1dOptions) { a.set("affine", bool(o)) }
func (o Affine) forNewBatchNorm2d(a *forNewBatchNorm2dOptions) { a.set("affine", bool(o)) }
func (o Affine) forNewBatchNorm3d(a *forNewBatchNorm3dOptions) { a.set("affine", bool(o)) }
func (o Affine) forNewGroupNorm(a *forNewGroupNormOptions)     { a.set("affine", bool(o)) }

// AllowUnused is an option of Grad.
type AllowUnused bool

func (o AllowUnused) forGrad(a *forGradOptions) { setWord(a.words[:], 2, word(bool(o))) }

// Alpha is an option of Add, Addmm, Celu, Elu, NewCELU, NewELU, Sub.
type Alpha float64

func (o Alpha) forAddmm(a *forAddmmOptions)     { setWord(a.words[:], 1, floatWord(float64(o))) }
func (o Alpha) forAdd(a *forAddOptions)         { setWord(a.words[:], 0, floatWord(float64(o))) }
func (o Alpha) forSub(a *forSubOptions)         { setWord(a.words[:], 0, floatWord(float64(o))) }
func (o Alpha) forElu(a *forEluOptions)         { a.alpha = float64(o) }
func (o Alpha) forCelu(a *forCeluOptions)       { a.alpha = float64(o) }
func (o Alpha) forNewCELU(a *forNewCELUOptions) { a.set("alpha", float64(o)) }
func (o Alpha) forNewELU(a *forNewELUOptions)   { a.set("alpha", float64(o)) }

// Amsgrad is an option of NewAdam, NewAdamW.
type Amsgrad bool

func (o Amsgrad) forNewAdam(a *forNewAdamOptions)   { a.set("amsgrad", bool(o)) }
func (o Amsgrad) forNewAdamW(a *forNewAdamWOptions) { a.set("amsgrad", bool(o)) }

// Atol is an option of Gradcheck.
type Atol float64

func (o Atol) forGradcheck(a *forGradcheckOptions) { setWord(a.words[:], 1, floatWord(float64(o))) }

// BatchSize is an option of NewDataLoader.
type BatchSize int

func (o BatchSize) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 0, int(o)) }

// Beta is an option of Addmm, NewSmoothL1Loss, NewSoftplus, Softplus.
type Beta float64

func (o Beta) forAddmm(a *forAddmmOptions)                     { setWord(a.words[:], 0, floatWord(float64(o))) }
func (o Beta) forSoftplus(a *forSoftplusOptions)               { a.beta = float64(o) }
func (o Beta) forNewSmoothL1Loss(a *forNewSmoothL1LossOptions) { a.set("beta", float64(o)) }
func (o Beta) forNewSoftplus(a *forNewSoftplusOptions)         { a.set("beta", float64(o)) }

// BetasValue is an option of NewAdam, NewAdamW.
type BetasValue []float64

// Betas gives one number, or one for each dimension.
func Betas(values ...float64) BetasValue               { return values }
func (o BetasValue) forNewAdam(a *forNewAdamOptions)   { a.set("betas", []float64(o)) }
func (o BetasValue) forNewAdamW(a *forNewAdamWOptions) { a.set("betas", []float64(o)) }

// Bias is an option of NewConv2d, NewLinear.
type Bias bool

func (o Bias) forNewConv2d(a *forNewConv2dOptions) { a.set("bias", bool(o)) }
func (o Bias) forNewLinear(a *forNewLinearOptions) { a.set("bias", bool(o)) }

// CeilMode is an option of AvgPool2d, MaxPool2d, NewAvgPool2d, NewMaxPool2d.
type CeilMode bool

func (o CeilMode) forMaxPool2d(a *forMaxPool2dOptions)       { setWord(a.words[:], 6, word(bool(o))) }
func (o CeilMode) forAvgPool2d(a *forAvgPool2dOptions)       { setWord(a.words[:], 5, word(bool(o))) }
func (o CeilMode) forNewAvgPool2d(a *forNewAvgPool2dOptions) { a.set("ceil_mode", bool(o)) }
func (o CeilMode) forNewMaxPool2d(a *forNewMaxPool2dOptions) { a.set("ceil_mode", bool(o)) }

// CheckUndefined is an option of Gradcheck.
type CheckUndefined bool

func (o CheckUndefined) forGradcheck(a *forGradcheckOptions) { setWord(a.words[:], 4, word(bool(o))) }

// Compressed is an option of NPZSave.
type Compressed bool

func (o Compressed) forNPZSave(a *forNPZSaveOptions) { a.compressed = bool(o) }

// CountIncludePad is an option of AvgPool2d, NewAvgPool2d.
type CountIncludePad bool

func (o CountIncludePad) forAvgPool2d(a *forAvgPool2dOptions) { setWord(a.words[:], 6, word(bool(o))) }
func (o CountIncludePad) forNewAvgPool2d(a *forNewAvgPool2dOptions) {
	a.set("count_include_pad", bool(o))
}

// CreateGraph is an option of Backward, Grad.
type CreateGraph bool

func (o CreateGraph) forBackward(a *forBackwardOptions)             { setWord(a.words[:], 1, word(bool(o))) }
func (o CreateGraph) forGrad(a *forGradOptions)                     { setWord(a.words[:], 1, word(bool(o))) }
func (o DType) forCSVLoad(a *forCSVLoadOptions)                     { setWord(a.words[:], 2, int(o)) }
func (o DType) forCSVSave(a *forCSVSaveOptions)                     { setWord(a.words[:], 2, int(o)) }
func (o DType) forEmpty(a *forEmptyOptions)                         { a.dtype = o }
func (o DType) forZeros(a *forZerosOptions)                         { a.dtype = o }
func (o DType) forOnes(a *forOnesOptions)                           { a.dtype = o }
func (o DType) forFull(a *forFullOptions)                           { a.dtype = o }
func (o DType) forFullInt(a *forFullIntOptions)                     { a.dtype = o }
func (o DType) forArange(a *forArangeOptions)                       { a.dtype = o }
func (o DType) forArangeInt(a *forArangeIntOptions)                 { a.dtype = o }
func (o DType) forLinspace(a *forLinspaceOptions)                   { a.dtype = o }
func (o DType) forEye(a *forEyeOptions)                             { a.dtype = o }
func (o DType) forRand(a *forRandOptions)                           { a.dtype = o }
func (o DType) forRandGenerator(a *forRandGeneratorOptions)         { a.dtype = o }
func (o DType) forRandn(a *forRandnOptions)                         { a.dtype = o }
func (o DType) forRandnGenerator(a *forRandnGeneratorOptions)       { a.dtype = o }
func (o DType) forRandint(a *forRandintOptions)                     { a.dtype = o }
func (o DType) forRandintGenerator(a *forRandintGeneratorOptions)   { a.dtype = o }
func (o DType) forRandperm(a *forRandpermOptions)                   { a.dtype = o }
func (o DType) forRandpermGenerator(a *forRandpermGeneratorOptions) { a.dtype = o }
func (o DType) forEmptyLike(a *forEmptyLikeOptions)                 { a.dtype = o }
func (o DType) forZerosLike(a *forZerosLikeOptions)                 { a.dtype = o }
func (o DType) forOnesLike(a *forOnesLikeOptions)                   { a.dtype = o }
func (o DType) forFullLike(a *forFullLikeOptions)                   { a.dtype = o }
func (o DType) forFullLikeInt(a *forFullLikeIntOptions)             { a.dtype = o }
func (o DType) forRandLike(a *forRandLikeOptions)                   { a.dtype = o }
func (o DType) forRandnLike(a *forRandnLikeOptions)                 { a.dtype = o }
func (o DType) forRandintLike(a *forRandintLikeOptions)             { a.dtype = o }

// Dampening is an option of NewSGD.
type Dampening float64

func (o Dampening) forNewSGD(a *forNewSGDOptions) { a.set("dampening", float64(o)) }

// Delimiter is an option of CSVLoad, CSVSave.
type Delimiter int

func (o Delimiter) forCSVLoad(a *forCSVLoadOptions) { setWord(a.words[:], 1, int(o)) }
func (o Delimiter) forCSVSave(a *forCSVSaveOptions) { setWord(a.words[:], 1, int(o)) }

// Delta is an option of NewHuberLoss.
type Delta float64

func (o Delta) forNewHuberLoss(a *forNewHuberLossOptions) { a.set("delta", float64(o)) }

// Descending is an option of Argsort, Sort.
type Descending bool

func (o Descending) forSort(a *forSortOptions)                                       { a.descending = bool(o) }
func (o Descending) forArgsort(a *forArgsortOptions)                                 { a.descending = bool(o) }
func (o Device) forCUDASynchronize(a *forCUDASynchronizeOptions)                     { a.device = o }
func (o Device) forMemoryResetPeak(a *forMemoryResetPeakOptions)                     { a.device = o }
func (o Device) forGeneratorNewGenerator(a *forGeneratorNewGeneratorOptions)         { a.device = o }
func (o Device) forGeneratorDefaultGenerator(a *forGeneratorDefaultGeneratorOptions) { a.device = o }
func (o Device) forEmpty(a *forEmptyOptions)                                         { a.device = o }
func (o Device) forZeros(a *forZerosOptions)                                         { a.device = o }
func (o Device) forOnes(a *forOnesOptions)                                           { a.device = o }
func (o Device) forFull(a *forFullOptions)                                           { a.device = o }
func (o Device) forFullInt(a *forFullIntOptions)                                     { a.device = o }
func (o Device) forArange(a *forArangeOptions)                                       { a.device = o }
func (o Device) forArangeInt(a *forArangeIntOptions)                                 { a.device = o }
func (o Device) forLinspace(a *forLinspaceOptions)                                   { a.device = o }
func (o Device) forEye(a *forEyeOptions)                                             { a.device = o }
func (o Device) forRand(a *forRandOptions)                                           { a.device = o }
func (o Device) forRandGenerator(a *forRandGeneratorOptions)                         { a.device = o }
func (o Device) forRandn(a *forRandnOptions)                                         { a.device = o }
func (o Device) forRandnGenerator(a *forRandnGeneratorOptions)                       { a.device = o }
func (o Device) forRandint(a *forRandintOptions)                                     { a.device = o }
func (o Device) forRandintGenerator(a *forRandintGeneratorOptions)                   { a.device = o }
func (o Device) forRandperm(a *forRandpermOptions)                                   { a.device = o }
func (o Device) forRandpermGenerator(a *forRandpermGeneratorOptions)                 { a.device = o }
func (o Device) forEmptyLike(a *forEmptyLikeOptions)                                 { a.device = o }
func (o Device) forZerosLike(a *forZerosLikeOptions)                                 { a.device = o }
func (o Device) forOnesLike(a *forOnesLikeOptions)                                   { a.device = o }
func (o Device) forFullLike(a *forFullLikeOptions)                                   { a.device = o }
func (o Device) forFullLikeInt(a *forFullLikeIntOptions)                             { a.device = o }
func (o Device) forRandLike(a *forRandLikeOptions)                                   { a.device = o }
func (o Device) forRandnLike(a *forRandnLikeOptions)                                 { a.device = o }
func (o Device) forRandintLike(a *forRandintLikeOptions)                             { a.device = o }

// Diagonal is an option of Tril, Triu.
type Diagonal int

func (o Diagonal) forTril(a *forTrilOptions) { a.diagonal = int(o) }
func (o Diagonal) forTriu(a *forTriuOptions) { a.diagonal = int(o) }

// DilationValue is an option of Conv2d, MaxPool2d, NewConv2d, NewMaxPool2d.
type DilationValue []int

// Dilation gives one number, or one for each dimension.
func Dilation(values ...int) DilationValue                        { return values }
func (o DilationValue) forConv2d(a *forConv2dOptions)             { setPair(a.words[:], 4, 5, o) }
func (o DilationValue) forMaxPool2d(a *forMaxPool2dOptions)       { setPair(a.words[:], 4, 5, o) }
func (o DilationValue) forNewConv2d(a *forNewConv2dOptions)       { a.set("dilation", []int(o)) }
func (o DilationValue) forNewMaxPool2d(a *forNewMaxPool2dOptions) { a.set("dilation", []int(o)) }

// Dim is an option of Argmax, Argmin, Argsort, Cat, Chunk, NewGLU, NewLogSoftmax, NewSoftmax, NewSoftmin, Slice, Sort, Split, SplitWithSizes, Stack, Topk, Unbind.
type Dim int

func (o Dim) forArgmax(a *forArgmaxOptions)                 { a.dim = int(o) }
func (o Dim) forArgmin(a *forArgminOptions)                 { a.dim = int(o) }
func (o Dim) forSort(a *forSortOptions)                     { a.dim = int(o) }
func (o Dim) forArgsort(a *forArgsortOptions)               { a.dim = int(o) }
func (o Dim) forTopk(a *forTopkOptions)                     { a.dim = int(o) }
func (o Dim) forSlice(a *forSliceOptions)                   { a.dim = int(o) }
func (o Dim) forSplit(a *forSplitOptions)                   { a.dim = int(o) }
func (o Dim) forSplitWithSizes(a *forSplitWithSizesOptions) { a.dim = int(o) }
func (o Dim) forChunk(a *forChunkOptions)                   { a.dim = int(o) }
func (o Dim) forUnbind(a *forUnbindOptions)                 { a.dim = int(o) }
func (o Dim) forCat(a *forCatOptions)                       { a.dim = int(o) }
func (o Dim) forStack(a *forStackOptions)                   { a.dim = int(o) }
func (o Dim) forNewGLU(a *forNewGLUOptions)                 { a.set("dim", int(o)) }
func (o Dim) forNewLogSoftmax(a *forNewLogSoftmaxOptions)   { a.set("dim", int(o)) }
func (o Dim) forNewSoftmax(a *forNewSoftmaxOptions)         { a.set("dim", int(o)) }
func (o Dim) forNewSoftmin(a *forNewSoftminOptions)         { a.set("dim", int(o)) }

// Dim1 is an option of Diagonal.
type Dim1 int

func (o Dim1) forDiagonal(a *forDiagonalOptions) { a.dim1 = int(o) }

// Dim2 is an option of Diagonal.
type Dim2 int

func (o Dim2) forDiagonal(a *forDiagonalOptions) { a.dim2 = int(o) }

// DivisorOverride is an option of AvgPool2d, NewAvgPool2d.
type DivisorOverride int

func (o DivisorOverride) forAvgPool2d(a *forAvgPool2dOptions) { setWord(a.words[:], 4, int(o)) }
func (o DivisorOverride) forNewAvgPool2d(a *forNewAvgPool2dOptions) {
	a.set("divisor_override", int(o))
}

// DropLast is an option of NewDataLoader.
type DropLast bool

func (o DropLast) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 5, word(bool(o))) }

// Edgeitems is an option of Text.
type Edgeitems int

func (o Edgeitems) forText(a *forTextOptions) { setWord(a.words[:], 2, int(o)) }

// ElementwiseAffine is an option of NewLayerNorm.
type ElementwiseAffine bool

func (o ElementwiseAffine) forNewLayerNorm(a *forNewLayerNormOptions) {
	a.set("elementwise_affine", bool(o))
}

// End is an option of Slice.
type End int

func (o End) forSlice(a *forSliceOptions) { a.end = int(o) }

// EndDim is an option of Flatten, NewFlatten.
type EndDim int

func (o EndDim) forFlatten(a *forFlattenOptions)       { a.endDim = int(o) }
func (o EndDim) forNewFlatten(a *forNewFlattenOptions) { a.set("end_dim", int(o)) }

// Eps is an option of BatchNorm, Gradcheck, LayerNorm, NewAdam, NewAdamW, NewBatchNorm1d, NewBatchNorm2d, NewBatchNorm3d, NewGroupNorm, NewLayerNorm.
type Eps float64

func (o Eps) forLayerNorm(a *forLayerNormOptions)           { a.eps = float64(o) }
func (o Eps) forBatchNorm(a *forBatchNormOptions)           { a.eps = float64(o) }
func (o Eps) forNewBatchNorm1d(a *forNewBatchNorm1dOptions) { a.set("eps", float64(o)) }
func (o Eps) forNewBatchNorm2d(a *forNewBatchNorm2dOptions) { a.set("eps", float64(o)) }
func (o Eps) forNewBatchNorm3d(a *forNewBatchNorm3dOptions) { a.set("eps", float64(o)) }
func (o Eps) forNewGroupNorm(a *forNewGroupNormOptions)     { a.set("eps", float64(o)) }
func (o Eps) forNewLayerNorm(a *forNewLayerNormOptions)     { a.set("eps", float64(o)) }
func (o Eps) forNewAdam(a *forNewAdamOptions)               { a.set("eps", float64(o)) }
func (o Eps) forNewAdamW(a *forNewAdamWOptions)             { a.set("eps", float64(o)) }
func (o Eps) forGradcheck(a *forGradcheckOptions)           { setWord(a.words[:], 0, floatWord(float64(o))) }
func (o GeluApproximate) forGelu(a *forGeluOptions)         { setWord(a.words[:], 0, int(o)) }
func (o GeluApproximate) forNewGELU(a *forNewGELUOptions)   { a.set("approximate", o.name()) }

// GradOutputsValue is an option of Grad.
type GradOutputsValue []*Tensor

// GradOutputs gives them.
func GradOutputs(values ...*Tensor) GradOutputsValue { return values }
func (o GradOutputsValue) forGrad(a *forGradOptions) { a.gradOutputs = o }

// GradientValue is an option of Backward.
type GradientValue struct{ value *Tensor }

// Gradient gives it.
func Gradient(value *Tensor) GradientValue                { return GradientValue{value} }
func (o GradientValue) forBackward(a *forBackwardOptions) { a.gradient = o.value }

// Groups is an option of Conv2d, NewConv2d.
type Groups int

func (o Groups) forConv2d(a *forConv2dOptions)       { setWord(a.words[:], 6, int(o)) }
func (o Groups) forNewConv2d(a *forNewConv2dOptions) { a.set("groups", int(o)) }

// IgnoreIndex is an option of CrossEntropy, NLLLoss, NewCrossEntropyLoss, NewNLLLoss.
type IgnoreIndex int

func (o IgnoreIndex) forCrossEntropy(a *forCrossEntropyOptions) { setWord(a.words[:], 0, int(o)) }
func (o IgnoreIndex) forNLLLoss(a *forNLLLossOptions)           { setWord(a.words[:], 0, int(o)) }
func (o IgnoreIndex) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions) {
	a.set("ignore_index", int(o))
}
func (o IgnoreIndex) forNewNLLLoss(a *forNewNLLLossOptions) { a.set("ignore_index", int(o)) }

// Inert is an option of Load, NPZLoad, SafetensorsLoad.
type Inert bool

func (o Inert) forNPZLoad(a *forNPZLoadOptions) { setWord(a.words[:], 1, word(bool(o))) }
func (o Inert) forLoad(a *forLoadOptions)       { setWord(a.words[:], 1, word(bool(o))) }
func (o Inert) forSafetensorsLoad(a *forSafetensorsLoadOptions) {
	setWord(a.words[:], 1, word(bool(o)))
}

// Init is an option of NewPReLU.
type Init float64

func (o Init) forNewPReLU(a *forNewPReLUOptions) { a.set("init", float64(o)) }

// Inplace is an option of NewCELU, NewDropout, NewELU, NewHardsigmoid, NewHardswish, NewHardtanh, NewLeakyReLU, NewMish, NewReLU, NewReLU6, NewSELU, NewSiLU, NewThreshold.
type Inplace bool

func (o Inplace) forNewCELU(a *forNewCELUOptions)               { a.set("inplace", bool(o)) }
func (o Inplace) forNewDropout(a *forNewDropoutOptions)         { a.set("inplace", bool(o)) }
func (o Inplace) forNewELU(a *forNewELUOptions)                 { a.set("inplace", bool(o)) }
func (o Inplace) forNewHardsigmoid(a *forNewHardsigmoidOptions) { a.set("inplace", bool(o)) }
func (o Inplace) forNewHardswish(a *forNewHardswishOptions)     { a.set("inplace", bool(o)) }
func (o Inplace) forNewHardtanh(a *forNewHardtanhOptions)       { a.set("inplace", bool(o)) }
func (o Inplace) forNewLeakyReLU(a *forNewLeakyReLUOptions)     { a.set("inplace", bool(o)) }
func (o Inplace) forNewMish(a *forNewMishOptions)               { a.set("inplace", bool(o)) }
func (o Inplace) forNewReLU(a *forNewReLUOptions)               { a.set("inplace", bool(o)) }
func (o Inplace) forNewReLU6(a *forNewReLU6Options)             { a.set("inplace", bool(o)) }
func (o Inplace) forNewSELU(a *forNewSELUOptions)               { a.set("inplace", bool(o)) }
func (o Inplace) forNewSiLU(a *forNewSiLUOptions)               { a.set("inplace", bool(o)) }
func (o Inplace) forNewThreshold(a *forNewThresholdOptions)     { a.set("inplace", bool(o)) }

// InputsValue is an option of Backward.
type InputsValue []*Tensor

// Inputs gives them.
func Inputs(values ...*Tensor) InputsValue              { return values }
func (o InputsValue) forBackward(a *forBackwardOptions) { a.inputs = o }

// Keepdim is an option of AllDim, Amax, Amin, AnyDim, Argmax, Argmin, Logsumexp, MaxDim, MeanDim, MinDim, NormDim, ProdDim, StdDim, SumDim, VarDim.
type Keepdim bool

func (o Keepdim) forSumDim(a *forSumDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forMeanDim(a *forMeanDimOptions)     { a.keepdim = bool(o) }
func (o Keepdim) forProdDim(a *forProdDimOptions)     { a.keepdim = bool(o) }
func (o Keepdim) forLogsumexp(a *forLogsumexpOptions) { a.keepdim = bool(o) }
func (o Keepdim) forMaxDim(a *forMaxDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forMinDim(a *forMinDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forAmax(a *forAmaxOptions)           { a.keepdim = bool(o) }
func (o Keepdim) forAmin(a *forAminOptions)           { a.keepdim = bool(o) }
func (o Keepdim) forArgmax(a *forArgmaxOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forArgmin(a *forArgminOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forVarDim(a *forVarDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forStdDim(a *forStdDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forNormDim(a *forNormDimOptions)     { a.keepdim = bool(o) }
func (o Keepdim) forAllDim(a *forAllDimOptions)       { a.keepdim = bool(o) }
func (o Keepdim) forAnyDim(a *forAnyDimOptions)       { a.keepdim = bool(o) }

// LR is an option of NewAdam, NewAdamW, NewSGD.
type LR float64

func (o LR) forNewAdam(a *forNewAdamOptions)   { a.set("lr", float64(o)) }
func (o LR) forNewAdamW(a *forNewAdamWOptions) { a.set("lr", float64(o)) }
func (o LR) forNewSGD(a *forNewSGDOptions)     { a.set("lr", float64(o)) }

// LabelSmoothing is an option of CrossEntropy, NewCrossEntropyLoss.
type LabelSmoothing float64

func (o LabelSmoothing) forCrossEntropy(a *forCrossEntropyOptions) {
	setWord(a.words[:], 1, floatWord(float64(o)))
}
func (o LabelSmoothing) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions) {
	a.set("label_smoothing", float64(o))
}

// Lambd is an option of Hardshrink, NewHardshrink, NewSoftshrink, Softshrink.
type Lambd float64

func (o Lambd) forHardshrink(a *forHardshrinkOptions)       { a.lambd = float64(o) }
func (o Lambd) forSoftshrink(a *forSoftshrinkOptions)       { a.lambd = float64(o) }
func (o Lambd) forNewHardshrink(a *forNewHardshrinkOptions) { a.set("lambd", float64(o)) }
func (o Lambd) forNewSoftshrink(a *forNewSoftshrinkOptions) { a.set("lambd", float64(o)) }

// Largest is an option of Topk.
type Largest bool

func (o Largest) forTopk(a *forTopkOptions) { a.largest = bool(o) }

// Linewidth is an option of Text.
type Linewidth int

func (o Linewidth) forText(a *forTextOptions) { setWord(a.words[:], 3, int(o)) }

// LogTarget is an option of NewKLDivLoss.
type LogTarget bool

func (o LogTarget) forNewKLDivLoss(a *forNewKLDivLossOptions) { a.set("log_target", bool(o)) }

// M is an option of Eye.
type M int

func (o M) forEye(a *forEyeOptions) { a.m = int(o) }

// Mapped is an option of Load, NPZLoad, SafetensorsLoad.
type Mapped bool

func (o Mapped) forNPZLoad(a *forNPZLoadOptions) { setWord(a.words[:], 2, word(bool(o))) }
func (o Mapped) forLoad(a *forLoadOptions)       { setWord(a.words[:], 2, word(bool(o))) }
func (o Mapped) forSafetensorsLoad(a *forSafetensorsLoadOptions) {
	setWord(a.words[:], 2, word(bool(o)))
}

// MaxInflatedBytes is an option of Load, NPZLoad, SafetensorsLoad.
type MaxInflatedBytes int

func (o MaxInflatedBytes) forNPZLoad(a *forNPZLoadOptions) { setWord(a.words[:], 0, int(o)) }
func (o MaxInflatedBytes) forLoad(a *forLoadOptions)       { setWord(a.words[:], 0, int(o)) }
func (o MaxInflatedBytes) forSafetensorsLoad(a *forSafetensorsLoadOptions) {
	setWord(a.words[:], 0, int(o))
}

// MaxNorm is an option of NewEmbedding.
type MaxNorm float64

func (o MaxNorm) forNewEmbedding(a *forNewEmbeddingOptions) { a.set("max_norm", float64(o)) }

// MaxVal is an option of Hardtanh, NewHardtanh.
type MaxVal float64

func (o MaxVal) forHardtanh(a *forHardtanhOptions)       { a.maxVal = float64(o) }
func (o MaxVal) forNewHardtanh(a *forNewHardtanhOptions) { a.set("max_val", float64(o)) }

// Maximize is an option of NewAdam, NewAdamW, NewSGD.
type Maximize bool

func (o Maximize) forNewAdam(a *forNewAdamOptions)   { a.set("maximize", bool(o)) }
func (o Maximize) forNewAdamW(a *forNewAdamWOptions) { a.set("maximize", bool(o)) }
func (o Maximize) forNewSGD(a *forNewSGDOptions)     { a.set("maximize", bool(o)) }

// MinVal is an option of Hardtanh, NewHardtanh.
type MinVal float64

func (o MinVal) forHardtanh(a *forHardtanhOptions)       { a.minVal = float64(o) }
func (o MinVal) forNewHardtanh(a *forNewHardtanhOptions) { a.set("min_val", float64(o)) }

// Momentum is an option of BatchNorm, NewBatchNorm1d, NewBatchNorm2d, NewBatchNorm3d, NewSGD.
type Momentum float64

func (o Momentum) forBatchNorm(a *forBatchNormOptions)           { a.momentum = float64(o) }
func (o Momentum) forNewBatchNorm1d(a *forNewBatchNorm1dOptions) { a.set("momentum", float64(o)) }
func (o Momentum) forNewBatchNorm2d(a *forNewBatchNorm2dOptions) { a.set("momentum", float64(o)) }
func (o Momentum) forNewBatchNorm3d(a *forNewBatchNorm3dOptions) { a.set("momentum", float64(o)) }
func (o Momentum) forNewSGD(a *forNewSGDOptions)                 { a.set("momentum", float64(o)) }

// NegativeSlope is an option of LeakyRelu, NewLeakyReLU.
type NegativeSlope float64

func (o NegativeSlope) forLeakyRelu(a *forLeakyReluOptions) { a.negativeSlope = float64(o) }
func (o NegativeSlope) forNewLeakyReLU(a *forNewLeakyReLUOptions) {
	a.set("negative_slope", float64(o))
}

// Nesterov is an option of NewSGD.
type Nesterov bool

func (o Nesterov) forNewSGD(a *forNewSGDOptions) { a.set("nesterov", bool(o)) }

// NonBlocking is an option of Copy.
type NonBlocking bool

func (o NonBlocking) forCopy(a *forCopyOptions) { a.nonBlocking = bool(o) }

// NormType is an option of NewEmbedding.
type NormType float64

func (o NormType) forNewEmbedding(a *forNewEmbeddingOptions) { a.set("norm_type", float64(o)) }

// NumClasses is an option of OneHot.
type NumClasses int

func (o NumClasses) forOneHot(a *forOneHotOptions) { a.numClasses = int(o) }

// NumParameters is an option of NewPReLU.
type NumParameters int

func (o NumParameters) forNewPReLU(a *forNewPReLUOptions) { a.set("num_parameters", int(o)) }

// Offset is an option of Diagonal.
type Offset int

func (o Offset) forDiagonal(a *forDiagonalOptions) { a.offset = int(o) }

// P is an option of Dropout, NewDropout, Norm.
type P float64

func (o P) forDropout(a *forDropoutOptions)       { a.p = float64(o) }
func (o P) forNorm(a *forNormOptions)             { a.p = float64(o) }
func (o P) forNewDropout(a *forNewDropoutOptions) { a.set("p", float64(o)) }

// PaddingIDX is an option of Embedding, NewEmbedding.
type PaddingIDX int

func (o PaddingIDX) forEmbedding(a *forEmbeddingOptions)       { setWord(a.words[:], 0, int(o)) }
func (o PaddingIDX) forNewEmbedding(a *forNewEmbeddingOptions) { a.set("padding_idx", int(o)) }
func (o PaddingMode) forConv2d(a *forConv2dOptions)            { setWord(a.words[:], 7, int(o)) }
func (o PaddingMode) forNewConv2d(a *forNewConv2dOptions)      { a.set("padding", o.name()) }

// PaddingValue is an option of AvgPool2d, Conv2d, MaxPool2d, NewAvgPool2d, NewConv2d, NewMaxPool2d.
type PaddingValue []int

// Padding gives one number, or one for each dimension.
func Padding(values ...int) PaddingValue                         { return values }
func (o PaddingValue) forConv2d(a *forConv2dOptions)             { setPair(a.words[:], 2, 3, o) }
func (o PaddingValue) forMaxPool2d(a *forMaxPool2dOptions)       { setPair(a.words[:], 2, 3, o) }
func (o PaddingValue) forAvgPool2d(a *forAvgPool2dOptions)       { setPair(a.words[:], 2, 3, o) }
func (o PaddingValue) forNewAvgPool2d(a *forNewAvgPool2dOptions) { a.set("padding", []int(o)) }
func (o PaddingValue) forNewConv2d(a *forNewConv2dOptions)       { a.set("padding", []int(o)) }
func (o PaddingValue) forNewMaxPool2d(a *forNewMaxPool2dOptions) { a.set("padding", []int(o)) }

// PosWeightValue is an option of BinaryCrossEntropyWithLogits, NewBCEWithLogitsLoss.
type PosWeightValue struct{ value *Tensor }

// PosWeight gives it.
func PosWeight(value *Tensor) PosWeightValue { return PosWeightValue{value} }
func (o PosWeightValue) forBinaryCrossEntropyWithLogits(a *forBinaryCrossEntropyWithLogitsOptions) {
	a.posWeight = o.value
}
func (o PosWeightValue) forNewBCEWithLogitsLoss(a *forNewBCEWithLogitsLossOptions) {
	a.set("pos_weight", o.value)
}

// Precision is an option of Text.
type Precision int

func (o Precision) forText(a *forTextOptions) { setWord(a.words[:], 0, int(o)) }

// Prefetch is an option of NewDataLoader.
type Prefetch int

func (o Prefetch) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 2, int(o)) }

// Reduce is an option of NewBCELoss, NewBCEWithLogitsLoss, NewCrossEntropyLoss, NewKLDivLoss, NewL1Loss, NewMSELoss, NewNLLLoss, NewSmoothL1Loss.
type Reduce bool

func (o Reduce) forNewBCELoss(a *forNewBCELossOptions)                     { a.set("reduce", bool(o)) }
func (o Reduce) forNewBCEWithLogitsLoss(a *forNewBCEWithLogitsLossOptions) { a.set("reduce", bool(o)) }
func (o Reduce) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions)   { a.set("reduce", bool(o)) }
func (o Reduce) forNewKLDivLoss(a *forNewKLDivLossOptions)                 { a.set("reduce", bool(o)) }
func (o Reduce) forNewL1Loss(a *forNewL1LossOptions)                       { a.set("reduce", bool(o)) }
func (o Reduce) forNewMSELoss(a *forNewMSELossOptions)                     { a.set("reduce", bool(o)) }
func (o Reduce) forNewNLLLoss(a *forNewNLLLossOptions)                     { a.set("reduce", bool(o)) }
func (o Reduce) forNewSmoothL1Loss(a *forNewSmoothL1LossOptions)           { a.set("reduce", bool(o)) }
func (o Reduction) forCrossEntropy(a *forCrossEntropyOptions)              { setWord(a.words[:], 2, int(o)) }
func (o Reduction) forNLLLoss(a *forNLLLossOptions)                        { setWord(a.words[:], 1, int(o)) }
func (o Reduction) forMSELoss(a *forMSELossOptions)                        { setWord(a.words[:], 0, int(o)) }
func (o Reduction) forL1Loss(a *forL1LossOptions)                          { setWord(a.words[:], 0, int(o)) }
func (o Reduction) forBinaryCrossEntropy(a *forBinaryCrossEntropyOptions) {
	setWord(a.words[:], 0, int(o))
}
func (o Reduction) forBinaryCrossEntropyWithLogits(a *forBinaryCrossEntropyWithLogitsOptions) {
	setWord(a.words[:], 0, int(o))
}
func (o Reduction) forNewBCELoss(a *forNewBCELossOptions) { a.set("reduction", o.name()) }
func (o Reduction) forNewBCEWithLogitsLoss(a *forNewBCEWithLogitsLossOptions) {
	a.set("reduction", o.name())
}
func (o Reduction) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions) {
	a.set("reduction", o.name())
}
func (o Reduction) forNewHuberLoss(a *forNewHuberLossOptions)       { a.set("reduction", o.name()) }
func (o Reduction) forNewKLDivLoss(a *forNewKLDivLossOptions)       { a.set("reduction", o.name()) }
func (o Reduction) forNewL1Loss(a *forNewL1LossOptions)             { a.set("reduction", o.name()) }
func (o Reduction) forNewMSELoss(a *forNewMSELossOptions)           { a.set("reduction", o.name()) }
func (o Reduction) forNewNLLLoss(a *forNewNLLLossOptions)           { a.set("reduction", o.name()) }
func (o Reduction) forNewSmoothL1Loss(a *forNewSmoothL1LossOptions) { a.set("reduction", o.name()) }

// RetainGraph is an option of Backward, Grad.
type RetainGraph bool

func (o RetainGraph) forBackward(a *forBackwardOptions) { setWord(a.words[:], 0, word(bool(o))) }
func (o RetainGraph) forGrad(a *forGradOptions)         { setWord(a.words[:], 0, word(bool(o))) }

// ReturnIndices is an option of NewMaxPool2d.
type ReturnIndices bool

func (o ReturnIndices) forNewMaxPool2d(a *forNewMaxPool2dOptions) { a.set("return_indices", bool(o)) }
func (o Rounding) forDiv(a *forDivOptions)                        { setWord(a.words[:], 0, int(o)) }

// Rtol is an option of Gradcheck.
type Rtol float64

func (o Rtol) forGradcheck(a *forGradcheckOptions) { setWord(a.words[:], 2, floatWord(float64(o))) }

// ScaleGradByFreq is an option of Embedding, NewEmbedding.
type ScaleGradByFreq bool

func (o ScaleGradByFreq) forEmbedding(a *forEmbeddingOptions) { setWord(a.words[:], 1, word(bool(o))) }
func (o ScaleGradByFreq) forNewEmbedding(a *forNewEmbeddingOptions) {
	a.set("scale_grad_by_freq", bool(o))
}
func (o SciMode) forText(a *forTextOptions) { setWord(a.words[:], 4, int(o)) }

// SecondOrder is an option of Gradcheck.
type SecondOrder bool

func (o SecondOrder) forGradcheck(a *forGradcheckOptions) { setWord(a.words[:], 3, word(bool(o))) }

// Seed is an option of NewDataLoader.
type Seed int

func (o Seed) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 3, int(o)) }

// Shuffle is an option of NewDataLoader.
type Shuffle bool

func (o Shuffle) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 4, word(bool(o))) }

// SizeAverage is an option of NewBCELoss, NewBCEWithLogitsLoss, NewCrossEntropyLoss, NewKLDivLoss, NewL1Loss, NewMSELoss, NewNLLLoss, NewSmoothL1Loss.
type SizeAverage bool

func (o SizeAverage) forNewBCELoss(a *forNewBCELossOptions) { a.set("size_average", bool(o)) }
func (o SizeAverage) forNewBCEWithLogitsLoss(a *forNewBCEWithLogitsLossOptions) {
	a.set("size_average", bool(o))
}
func (o SizeAverage) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions) {
	a.set("size_average", bool(o))
}
func (o SizeAverage) forNewKLDivLoss(a *forNewKLDivLossOptions)       { a.set("size_average", bool(o)) }
func (o SizeAverage) forNewL1Loss(a *forNewL1LossOptions)             { a.set("size_average", bool(o)) }
func (o SizeAverage) forNewMSELoss(a *forNewMSELossOptions)           { a.set("size_average", bool(o)) }
func (o SizeAverage) forNewNLLLoss(a *forNewNLLLossOptions)           { a.set("size_average", bool(o)) }
func (o SizeAverage) forNewSmoothL1Loss(a *forNewSmoothL1LossOptions) { a.set("size_average", bool(o)) }

// SkipRows is an option of CSVLoad, CSVSave.
type SkipRows int

func (o SkipRows) forCSVLoad(a *forCSVLoadOptions) { setWord(a.words[:], 0, int(o)) }
func (o SkipRows) forCSVSave(a *forCSVSaveOptions) { setWord(a.words[:], 0, int(o)) }

// Sorted is an option of Topk.
type Sorted bool

func (o Sorted) forTopk(a *forTopkOptions) { a.sorted = bool(o) }

// Sparse is an option of NewEmbedding.
type Sparse bool

func (o Sparse) forNewEmbedding(a *forNewEmbeddingOptions) { a.set("sparse", bool(o)) }

// Start is an option of Slice.
type Start int

func (o Start) forSlice(a *forSliceOptions) { a.start = int(o) }

// StartDim is an option of Flatten, NewFlatten.
type StartDim int

func (o StartDim) forFlatten(a *forFlattenOptions)       { a.startDim = int(o) }
func (o StartDim) forNewFlatten(a *forNewFlattenOptions) { a.set("start_dim", int(o)) }

// Step is an option of ArangeInt, Slice.
type Step int

func (o Step) forSlice(a *forSliceOptions)         { a.step = int(o) }
func (o Step) forArangeInt(a *forArangeIntOptions) { a.step = int(o) }

// StepFloat is an option of Arange.
type StepFloat float64

func (o StepFloat) forArange(a *forArangeOptions) { a.step = float64(o) }

// Strict is an option of ModuleLoadStateDict.
type Strict bool

func (o Strict) forModuleLoadStateDict(a *forModuleLoadStateDictOptions) { a.strict = bool(o) }

// StrideValue is an option of AvgPool2d, Conv2d, MaxPool2d, NewAvgPool2d, NewConv2d, NewMaxPool2d.
type StrideValue []int

// Stride gives one number, or one for each dimension.
func Stride(values ...int) StrideValue                          { return values }
func (o StrideValue) forConv2d(a *forConv2dOptions)             { setPair(a.words[:], 0, 1, o) }
func (o StrideValue) forMaxPool2d(a *forMaxPool2dOptions)       { setPair(a.words[:], 0, 1, o) }
func (o StrideValue) forAvgPool2d(a *forAvgPool2dOptions)       { setPair(a.words[:], 0, 1, o) }
func (o StrideValue) forNewAvgPool2d(a *forNewAvgPool2dOptions) { a.set("stride", []int(o)) }
func (o StrideValue) forNewConv2d(a *forNewConv2dOptions)       { a.set("stride", []int(o)) }
func (o StrideValue) forNewMaxPool2d(a *forNewMaxPool2dOptions) { a.set("stride", []int(o)) }

// Threshold is an option of NewSoftplus, Softplus.
type Threshold float64

func (o Threshold) forSoftplus(a *forSoftplusOptions)       { a.threshold = float64(o) }
func (o Threshold) forNewSoftplus(a *forNewSoftplusOptions) { a.set("threshold", float64(o)) }

// ThresholdInt is an option of Text.
type ThresholdInt int

func (o ThresholdInt) forText(a *forTextOptions) { setWord(a.words[:], 1, int(o)) }

// TrackRunningStats is an option of NewBatchNorm1d, NewBatchNorm2d, NewBatchNorm3d.
type TrackRunningStats bool

func (o TrackRunningStats) forNewBatchNorm1d(a *forNewBatchNorm1dOptions) {
	a.set("track_running_stats", bool(o))
}
func (o TrackRunningStats) forNewBatchNorm2d(a *forNewBatchNorm2dOptions) {
	a.set("track_running_stats", bool(o))
}
func (o TrackRunningStats) forNewBatchNorm3d(a *forNewBatchNorm3dOptions) {
	a.set("track_running_stats", bool(o))
}

// Training is an option of BatchNorm, Dropout.
type Training bool

func (o Training) forBatchNorm(a *forBatchNormOptions) { a.training = bool(o) }
func (o Training) forDropout(a *forDropoutOptions)     { a.training = bool(o) }

// Unbiased is an option of Std, StdDim, Var, VarDim.
type Unbiased bool

func (o Unbiased) forVar(a *forVarOptions)       { a.unbiased = bool(o) }
func (o Unbiased) forVarDim(a *forVarDimOptions) { a.unbiased = bool(o) }
func (o Unbiased) forStd(a *forStdOptions)       { a.unbiased = bool(o) }
func (o Unbiased) forStdDim(a *forStdDimOptions) { a.unbiased = bool(o) }

// Value is an option of Addcdiv, Addcmul.
type Value float64

func (o Value) forAddcmul(a *forAddcmulOptions) { setWord(a.words[:], 0, floatWord(float64(o))) }
func (o Value) forAddcdiv(a *forAddcdivOptions) { setWord(a.words[:], 0, floatWord(float64(o))) }

// WeightDecay is an option of NewAdam, NewAdamW, NewSGD.
type WeightDecay float64

func (o WeightDecay) forNewAdam(a *forNewAdamOptions)   { a.set("weight_decay", float64(o)) }
func (o WeightDecay) forNewAdamW(a *forNewAdamWOptions) { a.set("weight_decay", float64(o)) }
func (o WeightDecay) forNewSGD(a *forNewSGDOptions)     { a.set("weight_decay", float64(o)) }

// WeightValue is an option of BinaryCrossEntropy, BinaryCrossEntropyWithLogits, CrossEntropy, NLLLoss, NewBCELoss, NewBCEWithLogitsLoss, NewCrossEntropyLoss, NewEmbedding, NewNLLLoss.
type WeightValue struct{ value *Tensor }

// Weight gives it.
func Weight(value *Tensor) WeightValue                                      { return WeightValue{value} }
func (o WeightValue) forCrossEntropy(a *forCrossEntropyOptions)             { a.weight = o.value }
func (o WeightValue) forNLLLoss(a *forNLLLossOptions)                       { a.weight = o.value }
func (o WeightValue) forBinaryCrossEntropy(a *forBinaryCrossEntropyOptions) { a.weight = o.value }
func (o WeightValue) forBinaryCrossEntropyWithLogits(a *forBinaryCrossEntropyWithLogitsOptions) {
	a.weight = o.value
}
func (o WeightValue) forNewBCELoss(a *forNewBCELossOptions) { a.set("weight", o.value) }
func (o WeightValue) forNewBCEWithLogitsLoss(a *forNewBCEWithLogitsLossOptions) {
	a.set("weight", o.value)
}
func (o WeightValue) forNewCrossEntropyLoss(a *forNewCrossEntropyLossOptions) {
	a.set("weight", o.value)
}
func (o WeightValue) forNewEmbedding(a *forNewEmbeddingOptions) { a.set("_weight", o.value) }
func (o WeightValue) forNewNLLLoss(a *forNewNLLLossOptions)     { a.set("weight", o.value) }

// WithPaddingMode is an option of NewConv2d.
type WithPaddingMode string

func (o WithPaddingMode) forNewConv2d(a *forNewConv2dOptions) { a.set("padding_mode", string(o)) }

// Workers is an option of NewDataLoader.
type Workers int

func (o Workers) forNewDataLoader(a *forNewDataLoaderOptions) { setWord(a.words[:], 1, int(o)) }
