using System;
using System.Runtime.InteropServices;

namespace TenonML {
  /// <summary>Tells compilers ahead of time which methods native code calls; they know it by its name.</summary>
  [AttributeUsage(AttributeTargets.Method)]
  internal sealed class MonoPInvokeCallbackAttribute : Attribute {
    public MonoPInvokeCallbackAttribute(Type type) { Type = type; }
    public Type Type { get; private set; }
  }

  /// <summary>
  /// What the library calls: static methods alone, which find the object by its GCHandle. No exception leaves them; it waits
  /// in Errors for the outer call.
  /// </summary>
  internal abstract class Callback {
    delegate int InvokeMethod(long call, long target);
    delegate void EndMethod(long target);

    // Native code holds their addresses.
    static readonly InvokeMethod first = First, second = Second;
    static readonly EndMethod end = End;

    internal abstract void Invoke(int which, Call call);

    /// <summary>The number by which native code knows it, until it says that it's no longer needed.</summary>
    internal long Register() { return Register(this); }

    internal static long Register(object target) { return Register(GCHandle.Alloc(target)); }

    internal static long Register(GCHandle handle) {
      // Where this is the first call of all, the library is loaded before `host` is read.
      if (host == 0) Native.abi_version();
      long made = Native.new_target(host, (long)GCHandle.ToIntPtr(handle));
      if (made != 0) return made;
      handle.Free();
      throw new OutOfMemoryException();
    }

    internal static object TargetOf(long handle) { return GCHandle.FromIntPtr((IntPtr)handle).Target; }

    static long host;

    internal static void Begin() {
      host = Native.new_host((long)Marshal.GetFunctionPointerForDelegate(first), (long)Marshal.GetFunctionPointerForDelegate(second),
                             (long)Marshal.GetFunctionPointerForDelegate(end));
      if (host == 0) throw new OutOfMemoryException();
    }

    /// <summary>From here on native code calls nothing of this domain's.</summary>
    internal static void Leave() { Native.leave_host(host); }

    [MonoPInvokeCallback(typeof(InvokeMethod))]
    static int First(long call, long target) { return Run(0, call, target); }

    [MonoPInvokeCallback(typeof(InvokeMethod))]
    static int Second(long call, long target) { return Run(1, call, target); }

    [MonoPInvokeCallback(typeof(EndMethod))]
    static void End(long target) { GCHandle.FromIntPtr((IntPtr)target).Free(); }

    static int Run(int which, long call, long target) {
      try {
        TensorScope scope = TensorScope.Begin();
        try {
          ((Callback)TargetOf(target)).Invoke(which, new Call(call));
        } finally {
          scope.End();
        }
        return 0;
      } catch (Exception thrown) {
        return Errors.KeepThrown(thrown);
      }
    }
  }

  /// <summary>What a callback is given; lives for the call.</summary>
  internal unsafe struct Call {
    readonly long call;

    internal Call(long call) { this.call = call; }

    internal Tensor[] Arguments() {
      long n = Native.tn_call_count(call);
      if (n < 0) throw Errors.Last("call_count");
      Tensor[] made = new Tensor[n];
      for (long i = 0; i < n; ++i) made[i] = Tensor.Made(Native.tn_call_arg(call, i), "call_arg");
      return made;
    }

    internal void Return(Tensor[] outputs) {
      for (int i = 0; outputs != null && i < outputs.Length; ++i) Return(i, outputs[i]);
    }

    internal void Return(long i, Tensor output) {
      Errors.Status(Native.tn_call_return(call, i, NativeObject.HandleOf(output)), "call_return");
      GC.KeepAlive(output);
    }

    internal void Save(Tensor t) {
      Errors.Status(Native.tn_call_save(call, NativeObject.HandleOf(t)), "call_save");
      GC.KeepAlive(t);
    }

    internal Tensor Saved(long i) { return Tensor.Made(Native.tn_call_saved(call, i), "call_saved"); }

    internal bool NeedsGrad(long i) { return Errors.Truth(Native.tn_call_needs_grad(call, i), "call_needs_grad"); }

    internal object Data {
      get {
        long found = Native.tn_call_data(call);
        if (found == 0) Errors.Check("call_data");
        return found == 0 ? null : Callback.TargetOf(found);
      }
      set { Errors.Status(Native.tn_call_set_data(call, value == null ? 0 : Callback.Register(value)), "call_set_data"); }
    }

    internal void Return(NN.Module made) {
      Errors.Status(Native.tn_call_return_module(call, NativeObject.HandleOf(made)), "call_return_module");
      GC.KeepAlive(made);
    }

    internal long Index {
      get {
        long found = Native.tn_call_index(call, 0);
        if (found < 0) throw Errors.Last("call_index");
        return found;
      }
    }

    internal long Tasks { get { return Native.tn_call_count(call); } }
    internal void RunTask(long i) { Errors.Status(Native.tn_call_run(call, i), "call_run"); }
    internal long Bytes { get { return Native.tn_call_bytes(call); } }
    internal LogLevel Level { get { return (LogLevel)Native.call_level(call); } }
    internal string Words { get { return Text.Of(Native.tn_call_text(call)); } }
  }

  internal sealed class PressureCallback : Callback {
    readonly Action<long> own;

    internal PressureCallback(Action<long> own) { this.own = own; }

    internal override void Invoke(int which, Call call) {
      Pressure.Collect();
      if (own != null) own(call.Bytes);
    }
  }

  internal sealed class LogCallback : Callback {
    readonly Action<LogLevel, string> log;
    internal LogCallback(Action<LogLevel, string> log) { this.log = log; }
    internal override void Invoke(int which, Call call) { log(call.Level, call.Words); }
  }

  internal sealed class ExecutorCallback : Callback {
    readonly Action<long, Action<long>> run;
    internal ExecutorCallback(Action<long, Action<long>> run) { this.run = run; }
    internal override void Invoke(int which, Call call) { run(call.Tasks, i => call.RunTask(i)); }
  }

  internal sealed class HookCallback : Callback {
    readonly Func<Tensor, Tensor> hook;
    internal HookCallback(Func<Tensor, Tensor> hook) { this.hook = hook; }

    internal override void Invoke(int which, Call call) {
      Tensor given = hook(call.Arguments()[0]);
      if (given != null) call.Return(0, given);
    }
  }

  internal sealed class CheckCallback : Callback {
    readonly Func<Tensor[], Tensor[]> function;
    internal CheckCallback(Func<Tensor[], Tensor[]> function) { this.function = function; }
    internal override void Invoke(int which, Call call) { call.Return(function(call.Arguments())); }
  }
}
