using System;
using System.Collections;
using System.Collections.Generic;

namespace TenonML.NN {
  /// <summary>
  /// A layer or a network. Subclasses register what they are made of with Add and AddParameter, and override Forward:
  /// <code>
  /// class Net : Module {
  ///   readonly Linear a, b;
  ///   public Net() { a = Add("a", new Linear(784, 128)); b = Add("b", new Linear(128, 10)); }
  ///   public override Tensor Forward(Tensor x) { return b.Forward(a.Forward(x).Relu()); }
  /// }
  /// </code>
  /// A module that is disposed disposes of what was registered in it, and in no other. PyTorch: torch.nn.Module.
  /// </summary>
  public unsafe partial class Module : NativeObject {
    readonly bool custom;
    // The objects that were added, so that asking for a child gives the very one.
    List<KeyValuePair<string, Module>> children;
    List<NativeObject> tensors;

    /// <summary>For subclasses: a module of the host's.</summary>
    protected Module() {
      custom = true;
      ForwardCallback callback = new ForwardCallback(this);
      fixed (byte* name = Text.Bytes(GetType().Name))
        Attach(Errors.Made(Native.tn_module_custom(name, callback.Register()), "module_custom"));
    }

    internal Module(long handle) { Attach(handle); }

    /// <summary>Any class that the library knows, by PyTorch's name and arguments.</summary>
    public Module(string className, Json arguments) {
      fixed (byte* name = Text.Bytes(className))
      fixed (byte* json = Text.Bytes(arguments == null ? null : arguments.ToString()))
        Attach(Errors.Made(Native.tn_module_new(name, json), "module_new"));
    }

    internal override HandleKind HandleKind { get { return HandleKind.Module; } }

    // Weakly: native code holds this for as long as the native module lives, and that may be held by the object.
    sealed class ForwardCallback : Callback {
      readonly WeakReference module;
      internal ForwardCallback(Module module) { this.module = new WeakReference(module); }

      internal override void Invoke(int which, Call call) {
        Module m = (Module)module.Target;
        if (m == null || m.IsDisposed) throw new ObjectDisposedException("Module", "the collector took the object of a module that is still in use");
        call.Return(m.Call(call.Arguments()));
      }
    }

    // ---- running ----

    /// <summary>Runs a module of one input and one output.</summary>
    public virtual Tensor Forward(Tensor input) {
      if (custom) throw new NotImplementedException(GetType().Name + " has no Forward");
      Tensor made = Tensor.Made(Native.tn_module_forward(Handle, HandleOf(input)), "module_forward");
      GC.KeepAlive(this);
      GC.KeepAlive(input);
      return made;
    }

    /// <summary>Runs a module of any number of inputs and outputs.</summary>
    public virtual Tensor[] Call(params Tensor[] inputs) {
      if (inputs == null) throw new ArgumentNullException("inputs");
      if (custom) {
        if (inputs.Length != 1) throw new NotImplementedException(GetType().Name + " has no Call");
        return new[] { Forward(inputs[0]) };
      }
      long list;
      fixed (long* given = Handles.Of(inputs)) list = Native.tn_module_call(Handle, given);
      GC.KeepAlive(this);
      GC.KeepAlive(inputs);
      return Handles.Take(list, "module_call");
    }

    /// <summary>The loss of an input against a target, for classes of losses.</summary>
    public Tensor Forward(Tensor input, Tensor target) {
      Tensor[] made = Call(input, target);
      return made[0];
    }

    // ---- what it is made of ----

    /// <summary>Makes `child` a child under this name, and returns it. One that had the name before goes on by itself.</summary>
    public T Add<T>(string name, T child) where T : Module {
      fixed (byte* text = Text.Bytes(name)) Errors.Status(Native.tn_module_add(Handle, text, HandleOf(child)), "module_add");
      GC.KeepAlive(this);
      Adopt(name, child);
      return child;
    }

    internal void Adopt(string name, Module child) {
      if (children == null) children = new List<KeyValuePair<string, Module>>();
      KeyValuePair<string, Module> pair = new KeyValuePair<string, Module>(name, child);
      child.Hold();
      int at = children.FindIndex(c => c.Key == name);
      if (at < 0) {
        children.Add(pair);
      } else {
        KeyValuePair<string, Module> former = children[at];
        children[at] = pair;
        former.Value.LetGo(dispose: false);
      }
    }

    /// <summary>Makes t a parameter, null one that isn't there, and returns it.</summary>
    public Tensor AddParameter(string name, Tensor t, bool requiresGrad = true) {
      if (t != null && t.RequiresGrad != requiresGrad) t.RequiresGrad_(requiresGrad);
      fixed (byte* text = Text.Bytes(name)) Errors.Status(Native.tn_module_add_parameter(Handle, text, HandleOf(t)), "module_add_parameter");
      return HoldTensor(t);
    }

    /// <summary>Makes t a buffer, state that isn't trained, and returns it.</summary>
    public Tensor AddBuffer(string name, Tensor t, bool persistent = true) {
      fixed (byte* text = Text.Bytes(name))
        Errors.Status(Native.tn_module_add_buffer(Handle, text, HandleOf(t), persistent ? 1 : 0), "module_add_buffer");
      return HoldTensor(t);
    }

    Tensor HoldTensor(Tensor t) {
      GC.KeepAlive(this);
      if (t == null) return t;
      if (tensors == null) tensors = new List<NativeObject>();
      t.Hold();
      tensors.Add(t);
      return t;
    }

    internal override void Closed() {
      if (children != null)
        foreach (KeyValuePair<string, Module> child in children) child.Value.LetGo();
      if (tensors != null)
        foreach (NativeObject t in tensors) t.LetGo();
      children = null;
      tensors = null;
    }

    /// <summary>Its own children by name, in the order of addition; those that were added are the objects themselves.</summary>
    public IReadOnlyList<KeyValuePair<string, Module>> Children() {
      long n = Native.tn_module_child_count(Handle);
      if (n < 0) throw Errors.Last("module_child_count");
      for (long i = 0; i < n; ++i) OwnChild(Text.Of(Native.tn_module_child_name(Handle, i)));
      GC.KeepAlive(this);
      return children == null ? new List<KeyValuePair<string, Module>>() : new List<KeyValuePair<string, Module>>(children);
    }

    Module OwnChild(string name) {
      if (children != null)
        foreach (KeyValuePair<string, Module> known in children)
          if (known.Key == name) return known.Value;
      Module made;
      fixed (byte* text = Text.Bytes(name)) made = new Module(Errors.Made(Native.tn_module_child(Handle, text), "module_child"));
      GC.KeepAlive(this);
      Adopt(name, made);
      return made;
    }

    /// <summary>The module at a path, "encoder.0"; "" is itself. PyTorch: get_submodule.</summary>
    public Module Child(string path) {
      if (path == null) throw new ArgumentNullException("path");
      Module at = this;
      if (path.Length > 0)
        foreach (string name in path.Split('.')) at = at.OwnChild(name);
      return at;
    }

    /// <summary>It and all modules in it, each once, itself first.</summary>
    public IEnumerable<Module> Modules() {
      HashSet<Module> seen = new HashSet<Module>();
      Stack<Module> left = new Stack<Module>();
      left.Push(this);
      while (left.Count > 0) {
        Module m = left.Pop();
        if (!seen.Add(m)) continue;
        yield return m;
        IReadOnlyList<KeyValuePair<string, Module>> inner = m.Children();
        for (int i = inner.Count - 1; i >= 0; --i) left.Push(inner[i].Value);
      }
    }

    /// <summary>Calls fn for every module in it and then for itself. PyTorch: Module.apply.</summary>
    public Module Apply(Action<Module> fn) {
      if (fn == null) throw new ArgumentNullException("fn");
      foreach (KeyValuePair<string, Module> child in Children()) child.Value.Apply(fn);
      fn(this);
      return this;
    }

    /// <summary>Evaluation mode. PyTorch: Module.eval.</summary>
    public void Eval() { Train(false); }

    public void To(Device device) { To(device, DType.Default); }
    public void To(DType dtype) { To(default(Device), dtype); }

    /// <summary>PyTorch's text.</summary>
    public override string ToString() {
      string made = Text.Take(Native.tn_module_text(Handle), "module_text");
      GC.KeepAlive(this);
      return made;
    }

    /// <summary>The arguments it was made with, as JSON.</summary>
    public string Arguments {
      get {
        string made = Text.Take(Native.tn_module_arguments(Handle), "module_arguments");
        GC.KeepAlive(this);
        return made;
      }
    }

    // ---- files ----

    [ThreadStatic] static List<Module> loaded;

    sealed class MakeCallback : Callback {
      readonly Func<string, Module> make;
      internal MakeCallback(Func<string, Module> make) { this.make = make; }

      internal override void Invoke(int which, Call call) {
        Module made = make(call.Words);
        if (made == null) throw new InvalidOperationException("the function that makes modules gave null");
        made.LeaveScopes();
        if (loaded != null) loaded.Add(made);
        call.Return(made);
      }
    }

    /// <summary>
    /// Registers a class of the host's, so that Load finds it: `make` is given the arguments that SetArguments has said.
    /// </summary>
    public static void Register(string className, Func<string, Module> make) {
      if (make == null) throw new ArgumentNullException("make");
      fixed (byte* name = Text.Bytes(className))
        Errors.Status(Native.tn_module_register(name, new MakeCallback(make).Register()), "module_register");
    }

    /// <summary>
    /// Reads a whole model back. Modules of registered classes come as the objects that were made for them.
    /// </summary>
    public static Module Load(string path) {
      List<Module> before = loaded;
      List<Module> mine = loaded = new List<Module>();
      try {
        Module root;
        fixed (byte* text = Text.Bytes(path)) root = new Module(Errors.Made(Native.tn_module_load(text), "module_load"));
        return root.Recognise(mine);
      } finally {
        loaded = before;
        foreach (Module left in mine) left.Dispose();
      }
    }

    /// <summary>Whether both name one module of the library's.</summary>
    public bool Is(Module other) {
      bool same = Errors.Truth(Native.tn_module_is(Handle, HandleOf(other)), "module_is");
      GC.KeepAlive(this);
      GC.KeepAlive(other);
      return same;
    }

    /// <summary>The objects that were made for it and what is in it, in the place of new ones.</summary>
    Module Recognise(List<Module> made) {
      int at = made.FindIndex(Is);
      if (at >= 0) {
        Module own = made[at];
        made.RemoveAt(at);
        Dispose();
        return own;
      }
      long n = made.Count == 0 ? 0 : Native.tn_module_child_count(Handle);
      for (long i = 0; i < n; ++i) {
        string name = Text.Of(Native.tn_module_child_name(Handle, i));
        Module child;
        fixed (byte* text = Text.Bytes(name)) child = new Module(Errors.Made(Native.tn_module_child(Handle, text), "module_child"));
        Adopt(name, child.Recognise(made));
      }
      return this;
    }
  }

  /// <summary>One after another. PyTorch: torch.nn.Sequential.</summary>
  public unsafe class Sequential : Module, IReadOnlyList<Module> {
    readonly Module[] items;

    public Sequential(params Module[] modules) : base(MadeOf(modules)) {
      items = (Module[])modules.Clone();
      for (int i = 0; i < items.Length; ++i) Adopt(i.ToString(), items[i]);
    }

    static long MadeOf(Module[] modules) {
      if (modules == null) throw new ArgumentNullException("modules");
      long made;
      fixed (long* handles = Handles.Of(modules)) made = Native.tn_nn_sequential(handles);
      GC.KeepAlive(modules);
      return Errors.Made(made, "nn_sequential");
    }

    public Module this[int i] { get { return items[i]; } }
    public int Count { get { return items.Length; } }
    public IEnumerator<Module> GetEnumerator() { return ((IEnumerable<Module>)items).GetEnumerator(); }
    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
  }

  /// <summary>Modules in a list, for a module that runs them itself. PyTorch: torch.nn.ModuleList.</summary>
  public class ModuleList : Module, IReadOnlyList<Module> {
    readonly List<Module> items = new List<Module>();

    public ModuleList(params Module[] modules) {
      if (modules == null) throw new ArgumentNullException("modules");
      foreach (Module m in modules) Append(m);
    }

    public T Append<T>(T m) where T : Module {
      Add(items.Count.ToString(), m);
      items.Add(m);
      return m;
    }

    public Module this[int i] { get { return items[i]; } }
    public int Count { get { return items.Count; } }
    public IEnumerator<Module> GetEnumerator() { return items.GetEnumerator(); }
    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
  }
}
