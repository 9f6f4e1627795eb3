using System;
using System.Collections.Generic;

namespace TenonML.Optim {
  /// <summary>PyTorch: torch.optim.Optimizer.</summary>
  public unsafe partial class Optimizer : NativeObject {
    /// <summary>Any class that the library knows, by PyTorch's name and keyword arguments.</summary>
    public Optimizer(string className, IEnumerable<Tensor> parameters, Json arguments) {
      if (parameters == null) throw new ArgumentNullException("parameters");
      List<Tensor> given = new List<Tensor>(parameters);
      fixed (byte* name = Text.Bytes(className))
      fixed (long* handles = Handles.Of(given))
      fixed (byte* json = Text.Bytes(arguments == null ? null : arguments.ToString()))
        Attach(Errors.Made(Native.tn_optimizer_new(name, handles, json), "optimizer_new"));
      GC.KeepAlive(given);
    }

    internal override HandleKind HandleKind { get { return HandleKind.Optimizer; } }

    /// <summary>The learning rate: that of the first group; set for all.</summary>
    public double Lr {
      get { return Get(0, "lr"); }
      set { Set(-1, "lr", value); }
    }
  }
}
