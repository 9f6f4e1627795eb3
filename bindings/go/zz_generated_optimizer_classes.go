// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

// NewAdam makes torch.optim.Adam: Adam(float lr=0.001, float[2] betas=[0.9, 0.999], float eps=1e-08, float
// weight_decay=0, bool amsgrad=False, bool maximize=False)
func NewAdam(params []*Tensor, options ...NewAdamOption) *Optimizer {
	var a forNewAdamOptions
	for _, o := range options {
		o.forNewAdam(&a)
	}
	return newOptimizer("Adam", params, &a.arguments)
}

// NewAdamW makes torch.optim.AdamW: AdamW(float lr=0.001, float[2] betas=[0.9, 0.999], float eps=1e-08, float
// weight_decay=0.01, bool amsgrad=False, bool maximize=False)
func NewAdamW(params []*Tensor, options ...NewAdamWOption) *Optimizer {
	var a forNewAdamWOptions
	for _, o := range options {
		o.forNewAdamW(&a)
	}
	return newOptimizer("AdamW", params, &a.arguments)
}

// NewSGD makes torch.optim.SGD: SGD(float lr=0.001, float momentum=0, float dampening=0, float weight_decay=0, bool
// nesterov=False, bool maximize=False)
func NewSGD(params []*Tensor, options ...NewSGDOption) *Optimizer {
	var a forNewSGDOptions
	for _, o := range options {
		o.forNewSGD(&a)
	}
	return newOptimizer("SGD", params, &a.arguments)
}
