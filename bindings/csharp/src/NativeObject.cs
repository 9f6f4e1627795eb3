using System;
using System.Threading;

namespace TenonML {
  internal enum HandleKind : byte { Tensor, Dict, Tree, Module, Optimizer, Dataset, Loader, Generator }

  /// <summary>
  /// What stands for an object of the library's. It is given up by Dispose, by the end of the scope it was made in, or else
  /// when the collector finds it. Using it after that is an ObjectDisposedException.
  /// </summary>
  public abstract class NativeObject : IDisposable {
    // A scope's object has its handle here. One in no scope has an owner with a finalizer instead, which Mono makes slowly:
    // that is what scopes save.
    long handle;
    Owner owner;
    TensorScope scope;
    int place;
    // How many modules it was registered in; the last of them that is disposed takes it along.
    int holders;

    internal abstract HandleKind HandleKind { get; }

    internal void Attach(long made) {
      ThreadState state = ThreadState.Mine;
      if (state.Scope != null) {
        handle = made;
        scope = state.Scope;
        place = scope.Add(this);
      } else {
        owner = Owner.Take(state, made, HandleKind);
        if ((++state.Made & 15) == 0) Pressure.Look();
      }
    }

    internal long Handle {
      get {
        long found = handle;
        return found != 0 ? found : OwnersHandle();
      }
    }

    internal static long HandleOf(NativeObject o) { return o == null ? 0 : o.Handle; }

    long OwnersHandle() {
      Owner mine = owner;
      long found = mine == null ? 0 : mine.Handle;
      if (found == 0) throw new ObjectDisposedException(GetType().Name);
      return found;
    }

    /// <summary>Whether it was given up.</summary>
    public bool IsDisposed { get { return handle == 0 && (owner == null || owner.Handle == 0); } }

    /// <summary>Gives it up now. Again is nothing.</summary>
    public void Dispose() {
      long found = TakeHandle();
      if (found == 0) return;
      Owner.Release(HandleKind, found);
      Closed();
    }

    /// <summary>After it was given up, however that came, but for the collector.</summary>
    internal virtual void Closed() { }

    long TakeHandle() {
      TensorScope from = scope;
      if (from != null) {
        scope = null;
        from.Forget(this, place);
        return Interlocked.Exchange(ref handle, 0);
      }
      Owner mine = Interlocked.Exchange(ref owner, null);
      return mine == null ? 0 : mine.Give();
    }

    /// <summary>For the scope at its end, which releases many at once.</summary>
    internal long TakeFromScope() {
      scope = null;
      return Interlocked.Exchange(ref handle, 0);
    }

    /// <summary>For what has to go before the process ends: a weak reference that outlives the collector's first look.</summary>
    internal WeakReference WeakOwner() { return owner == null ? new WeakReference(this) : new WeakReference(owner, true); }

    internal static void GiveUp(WeakReference weak) {
      Owner last = weak.Target as Owner;
      if (last != null) last.GiveUp();
      NativeObject o = weak.Target as NativeObject;
      if (o != null) o.Dispose();
    }

    internal bool IsIn(TensorScope s) { return scope == s; }

    /// <summary>Hands it to the scope around its own, or to the collector where there is none.</summary>
    internal void MoveOut() {
      if (scope == null) return;
      TensorScope outer = scope.Outer;
      long found = TakeHandle();
      if (found == 0) return;
      if (outer == null) {
        owner = Owner.Take(ThreadState.Mine, found, HandleKind);
      } else {
        handle = found;
        scope = outer;
        place = outer.Add(this);
      }
    }

    internal void Hold() {
      ++holders;
      LeaveScopes();
    }

    internal void LetGo(bool dispose = true) {
      if (--holders == 0 && dispose) Dispose();
    }

    /// <summary>Out of all scopes: it belongs to a module, or to whatever else holds it.</summary>
    internal void LeaveScopes() {
      if (scope == null) return;
      long found = TakeHandle();
      if (found != 0) owner = Owner.Take(ThreadState.Mine, found, HandleKind);
    }
  }

  /// <summary>
  /// A handle that the collector gives up. Owners whose objects were disposed by hand are used again, finalizer and all:
  /// registering one costs more than an operator on small tensors.
  /// </summary>
  internal sealed class Owner {
    internal long Handle;
    HandleKind kind;
    bool finalized;

    internal static Owner Take(ThreadState state, long handle, HandleKind kind) {
      Owner o;
      if (state.FreeCount > 0) {
        o = state.Free[--state.FreeCount];
        state.Free[state.FreeCount] = null; // else the collector would never find it
      } else {
        o = new Owner();
      }
      o.Handle = handle;
      o.kind = kind;
      return o;
    }

    internal long Give() {
      long found = Interlocked.Exchange(ref Handle, 0);
      ThreadState state = ThreadState.Mine;
      if (found != 0 && !finalized && state.FreeCount < state.Free.Length) state.Free[state.FreeCount++] = this;
      return found;
    }

    internal void GiveUp() {
      long found = Interlocked.Exchange(ref Handle, 0);
      if (found != 0) Release(kind, found);
    }

    ~Owner() {
      finalized = true;
      if (Library.ProcessEnds) return;
      long found = Interlocked.Exchange(ref Handle, 0);
      if (found == 0) return;
      Release(kind, found);
      // What the finalizers' thread would keep for tensors of its own is wanted elsewhere.
      if (Pressure.IsHigh) Native.tn_memory_trim(0);
    }

    internal static void Release(HandleKind kind, long handle) {
      switch (kind) {
        case HandleKind.Tensor: Native.tn_tensor_release(handle); break;
        case HandleKind.Dict: Native.tn_dict_release(handle); break;
        case HandleKind.Tree: Native.tn_tree_release(handle); break;
        case HandleKind.Module: Native.tn_module_release(handle); break;
        case HandleKind.Optimizer: Native.tn_optimizer_release(handle); break;
        case HandleKind.Dataset: Native.tn_dataset_release(handle); break;
        case HandleKind.Loader: Native.tn_loader_release(handle); break;
        case HandleKind.Generator: Native.tn_generator_release(handle); break;
      }
    }
  }

  /// <summary>What each thread has of its own.</summary>
  internal sealed class ThreadState {
    [ThreadStatic] static ThreadState mine;

    internal TensorScope Scope;
    internal readonly Owner[] Free = new Owner[64];
    internal int FreeCount;
    internal int Made;
    internal TensorScope[] FreeScopes = new TensorScope[8];
    internal int FreeScopeCount;

    internal static ThreadState Mine { get { return mine ?? (mine = new ThreadState()); } }
  }

  /// <summary>The collector doesn't see native memory; here it is told when that has doubled since it last ran.</summary>
  internal static class Pressure {
    const long Floor = 64L << 20;
    static long limit = Floor;

    internal static void Look() {
      long live = Native.live_bytes();
      if (live > Volatile.Read(ref limit)) Collect();
      else if (2 * live < limit) Volatile.Write(ref limit, Math.Max(Floor, 2 * live));
    }

    internal static volatile bool IsHigh;

    internal static void Collect() {
      IsHigh = true;
      GC.Collect();
      GC.WaitForPendingFinalizers();
      IsHigh = false;
      Volatile.Write(ref limit, Math.Max(Floor, 2 * Native.live_bytes()));
    }
  }
}
