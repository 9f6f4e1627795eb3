package tenon

import "math"

// Scheduler sets the learning rates of an optimizer's groups, epoch by epoch. PyTorch: torch.optim.lr_scheduler.
type Scheduler struct {
	optimizer *Optimizer
	first     []float64
	epoch     int
	rate      func(first float64, epoch int) float64
}

func newScheduler(o *Optimizer, rate func(first float64, epoch int) float64) *Scheduler {
	s := &Scheduler{optimizer: o, first: make([]float64, o.GroupCount()), rate: rate}
	for i := range s.first {
		s.first[i] = o.Get(i, "lr")
	}
	s.set()
	return s
}

func (s *Scheduler) set() {
	for i, first := range s.first {
		s.optimizer.Set(i, "lr", s.rate(first, s.epoch))
	}
}

// Step goes on to the next epoch. PyTorch: scheduler.step.
func (s *Scheduler) Step() {
	s.epoch++
	s.set()
}

// Epoch is how often Step was called.
func (s *Scheduler) Epoch() int { return s.epoch }

// SetEpoch goes on from there, as after a checkpoint was restored.
func (s *Scheduler) SetEpoch(epoch int) {
	s.epoch = epoch
	s.set()
}

// LastLR is the rate of each group. PyTorch: scheduler.get_last_lr.
func (s *Scheduler) LastLR() []float64 {
	rates := make([]float64, len(s.first))
	for i, first := range s.first {
		rates[i] = s.rate(first, s.epoch)
	}
	return rates
}

// NewLambdaLR multiplies the first rates by what f says of an epoch. PyTorch: LambdaLR.
func NewLambdaLR(o *Optimizer, f func(epoch int) float64) *Scheduler {
	return newScheduler(o, func(first float64, epoch int) float64 { return first * f(epoch) })
}

// NewStepLR multiplies the rates by gamma every stepSize epochs. PyTorch: StepLR.
func NewStepLR(o *Optimizer, stepSize int, gamma float64) *Scheduler {
	return NewLambdaLR(o, func(epoch int) float64 { return math.Pow(gamma, float64(epoch/stepSize)) })
}

// NewMultiStepLR multiplies the rates by gamma at each of the milestones. PyTorch: MultiStepLR.
func NewMultiStepLR(o *Optimizer, milestones []int, gamma float64) *Scheduler {
	return NewLambdaLR(o, func(epoch int) float64 {
		factor := 1.0
		for _, m := range milestones {
			if epoch >= m {
				factor *= gamma
			}
		}
		return factor
	})
}

// NewExponentialLR multiplies the rates by gamma every epoch. PyTorch: ExponentialLR.
func NewExponentialLR(o *Optimizer, gamma float64) *Scheduler { return NewStepLR(o, 1, gamma) }

// NewLinearLR goes from start to end, parts of the first rates, within so many epochs. PyTorch: LinearLR.
func NewLinearLR(o *Optimizer, start, end float64, total int) *Scheduler {
	return NewLambdaLR(o, func(epoch int) float64 {
		return start + (end-start)*math.Min(float64(epoch), float64(total))/float64(total)
	})
}

// NewCosineAnnealingLR goes from the first rates to least along half a cosine of so many epochs. PyTorch: CosineAnnealingLR.
func NewCosineAnnealingLR(o *Optimizer, total int, least float64) *Scheduler {
	return newScheduler(o, func(first float64, epoch int) float64 {
		return least + (first-least)*(1+math.Cos(math.Pi*float64(epoch)/float64(total)))/2
	})
}
