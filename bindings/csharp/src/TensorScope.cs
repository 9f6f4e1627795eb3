using System;
using System.Collections;
using System.Runtime.CompilerServices;

namespace TenonML {
  /// <summary>
  /// Objects made between its begin and its end, on this thread, are given up at its end, unless they were returned from the
  /// scope's function, kept, or registered in a module. Don't await in one.
  /// </summary>
  public sealed unsafe class TensorScope : IDisposable {
    NativeObject[] items = new NativeObject[64];
    int count;
    ThreadState state;

    internal TensorScope Outer { get; private set; }

    TensorScope() { }

    /// <summary>For scopes that nobody outside sees, which are used again.</summary>
    internal static TensorScope Begin() {
      ThreadState mine = ThreadState.Mine;
      if (mine.FreeScopeCount == 0) return new TensorScope().Enter(mine);
      TensorScope s = mine.FreeScopes[--mine.FreeScopeCount];
      mine.FreeScopes[mine.FreeScopeCount] = null;
      return s.Enter(mine);
    }

    internal static TensorScope BeginNew() { return new TensorScope().Enter(ThreadState.Mine); }

    TensorScope Enter(ThreadState mine) {
      state = mine;
      Outer = mine.Scope;
      mine.Scope = this;
      return this;
    }

    internal void End() {
      ThreadState mine = state;
      Dispose();
      if (mine != null && mine.FreeScopeCount < mine.FreeScopes.Length) mine.FreeScopes[mine.FreeScopeCount++] = this;
    }

    internal int Add(NativeObject o) {
      if (count == items.Length) Array.Resize(ref items, 2 * count);
      items[count] = o;
      return count++;
    }

    internal void Forget(NativeObject o, int place) {
      if (place < count && items[place] == o) items[place] = null;
    }

    /// <summary>Hands an object to the scope around this one, or to the collector where there is none.</summary>
    public T Keep<T>(T kept) {
      KeepAll(kept, this);
      return kept;
    }

    /// <summary>Ends it, and the scopes left open inside it. Again is nothing.</summary>
    public void Dispose() {
      if (state == null) return;
      if (state != ThreadState.Mine) throw new InvalidOperationException("a scope ends on the thread on which it began");
      while (state.Scope != this) state.Scope.Dispose();
      state.Scope = Outer;
      Outer = null;
      state = null;
      CloseItems();
      GC.KeepAlive(this);
    }

    // A thread that ends with a scope open leaves it to the collector.
    ~TensorScope() {
      if (state != null && !Library.ProcessEnds) CloseItems();
    }

    void CloseItems() {
      const int Room = 128;
      long* handles = stackalloc long[Room];
      int n = 0;
      for (int i = 0; i < count; ++i) {
        NativeObject o = items[i];
        if (o == null) continue;
        items[i] = null;
        if (o.HandleKind != HandleKind.Tensor) {
          long other = o.TakeFromScope();
          if (other == 0) continue;
          Owner.Release(o.HandleKind, other);
          o.Closed();
          continue;
        }
        long handle = o.TakeFromScope();
        if (handle == 0) continue;
        handles[n++] = handle;
        if (n < Room) continue;
        Native.release_tensors(handles, n);
        n = 0;
      }
      count = 0;
      if (n > 0) Native.release_tensors(handles, n);
    }

    /// <summary>All objects of `from` that a result holds: itself, or what lists and tuples of it hold.</summary>
    internal static void KeepAll(object result, TensorScope from) {
      NativeObject one = result as NativeObject;
      if (one != null) {
        if (one.IsIn(from)) one.MoveOut();
        return;
      }
      ITuple tuple = result as ITuple;
      if (tuple != null) {
        for (int i = 0; i < tuple.Length; ++i) KeepAll(tuple[i], from);
        return;
      }
      if (result is string || result is ValueType) return;
      IDictionary pairs = result as IDictionary;
      if (pairs != null) {
        KeepAll(pairs.Keys, from);
        KeepAll(pairs.Values, from);
        return;
      }
      IEnumerable list = result as IEnumerable;
      if (list != null && !(result is Array && result.GetType().GetElementType().IsPrimitive))
        foreach (object item in list) KeepAll(item, from);
    }
  }

  /// <summary>new Adam(…).Kept(): out of the scope that it was made in, as itself.</summary>
  public static class Keeping {
    public static T Kept<T>(this T o) where T : NativeObject {
      o.MoveOut();
      return o;
    }
  }
}
