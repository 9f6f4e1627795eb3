using System;

namespace TenonML {
  /// <summary>What one application of a function is given; for the time of the call.</summary>
  public sealed class FunctionContext {
    readonly Call call;

    internal FunctionContext(Call call) { this.call = call; }

    /// <summary>In Forward: keeps tensors for Backward. PyTorch: ctx.save_for_backward.</summary>
    public void SaveForBackward(params Tensor[] tensors) {
      foreach (Tensor t in tensors) call.Save(t);
    }

    /// <summary>In Backward: the i-th of them. PyTorch: ctx.saved_tensors.</summary>
    public Tensor Saved(long i) { return call.Saved(i); }

    /// <summary>PyTorch: ctx.needs_input_grad.</summary>
    public bool NeedsInputGrad(long i) { return call.NeedsGrad(i); }

    /// <summary>Anything else that belongs to this application: attributes of ctx.</summary>
    public object Data {
      get { return call.Data; }
      set { Set(value); }
    }

    void Set(object value) {
      Call at = call;
      at.Data = value;
    }
  }

  /// <summary>An operator with a gradient of its own. PyTorch: torch.autograd.Function.</summary>
  public abstract unsafe class Function {
    /// <summary>The outputs of these inputs.</summary>
    public abstract Tensor[] Forward(FunctionContext context, Tensor[] inputs);

    /// <summary>A gradient for each input, null where none is wanted, of a gradient for each output.</summary>
    public abstract Tensor[] Backward(FunctionContext context, Tensor[] gradients);

    /// <summary>How many outputs it has.</summary>
    protected virtual long OutputCount { get { return 1; } }

    // The native function lives as long as the graphs that it's in, and holds this object; not the other way round, so
    // that both go.
    sealed class Link : Callback {
      readonly Function function;
      internal Link(Function function) { this.function = function; }

      internal override void Invoke(int which, Call call) {
        FunctionContext context = new FunctionContext(call);
        Tensor[] given = call.Arguments();
        call.Return(which == 0 ? function.Forward(context, given) : function.Backward(context, given));
      }
    }

    long Made() {
      fixed (byte* name = Text.Bytes(GetType().Name))
        return Errors.Made(Native.tn_function_new(name, OutputCount, new Link(this).Register()), "function_new");
    }

    /// <summary>Runs a function of one output.</summary>
    public Tensor Apply(params Tensor[] inputs) {
      long function = Made();
      try {
        fixed (long* given = Handles.Of(inputs)) return Tensor.Made(Native.tn_function_apply(function, given), "function_apply");
      } finally {
        Native.tn_function_release(function);
        GC.KeepAlive(inputs);
      }
    }

    /// <summary>Runs a function of any number of outputs.</summary>
    public Tensor[] Call(params Tensor[] inputs) {
      long function = Made();
      try {
        fixed (long* given = Handles.Of(inputs)) return Handles.Take(Native.tn_function_call(function, given), "function_call");
      } finally {
        Native.tn_function_release(function);
        GC.KeepAlive(inputs);
      }
    }
  }
}
