using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace TenonML {
  /// <summary>Names and tensors in order, with texts beside them: a state_dict.</summary>
  public sealed unsafe partial class TensorDict : NativeObject, IEnumerable<KeyValuePair<string, Tensor>> {
    public TensorDict() { Attach(Errors.Made(Native.tn_dict_new(), "dict_new")); }

    internal TensorDict(long handle) { Attach(handle); }

    internal override HandleKind HandleKind { get { return HandleKind.Dict; } }

    /// <summary>How many tensors there are.</summary>
    public long Count {
      get {
        long n = Native.tn_dict_count(Handle);
        GC.KeepAlive(this);
        if (n < 0) throw Errors.Last("dict_count");
        return n;
      }
    }

    /// <summary>The tensor of a name. Setting adds it at the end, or puts it in the place of the one of this name.</summary>
    public Tensor this[string name] {
      get { return Get(name); }
      set { Set(name, value); }
    }

    /// <summary>Adds a tensor: new TensorDict { { "a", a } }.</summary>
    public void Add(string name, Tensor t) { Set(name, t); }

    /// <summary>All names, in order.</summary>
    public string[] Names {
      get {
        string[] made = new string[Count];
        for (long i = 0; i < made.Length; ++i) made[i] = NameAt(i);
        return made;
      }
    }

    string NameAt(long i) {
      byte* found = Native.tn_dict_name(Handle, i);
      if (found == null) throw Errors.Last("dict_name");
      string made = Text.Of(found);
      GC.KeepAlive(this);
      return made;
    }

    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() {
      foreach (string name in Names) yield return new KeyValuePair<string, Tensor>(name, Get(name));
    }

    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

    /// <summary>The keys of the texts.</summary>
    public string[] MetadataKeys {
      get {
        string[] made = new string[Native.tn_dict_metadata_count(Handle)];
        for (long i = 0; i < made.Length; ++i) made[i] = Text.Of(Native.tn_dict_metadata_key(Handle, i));
        GC.KeepAlive(this);
        return made;
      }
    }

    /// <summary>The text of a key.</summary>
    public string GetMetadata(string key) {
      fixed (byte* name = Text.Bytes(key)) {
        byte* found = Native.tn_dict_metadata(Handle, name);
        if (found == null) throw Errors.Last("dict_metadata");
        string made = Text.Of(found);
        GC.KeepAlive(this);
        return made;
      }
    }

    /// <summary>Sets the text of a key; null removes it.</summary>
    public void SetMetadata(string key, string text) {
      fixed (byte* name = Text.Bytes(key))
      fixed (byte* words = Text.Bytes(text))
        Errors.Status(Native.tn_dict_set_metadata(Handle, name, words), "dict_set_metadata");
      GC.KeepAlive(this);
    }
  }

  /// <summary>
  /// Nested values, as checkpoints have them: numbers, texts, tensors, lists and dictionaries. C#'s own values convert to it.
  /// </summary>
  public sealed unsafe partial class Tree : NativeObject, IEnumerable<Tree> {
    internal Tree(long handle) { Attach(handle); }

    internal override HandleKind HandleKind { get { return HandleKind.Tree; } }

    /// <summary>What it is.</summary>
    public TreeKind Kind {
      get {
        int found = Native.tn_tree_kind(Handle);
        GC.KeepAlive(this);
        if (found == 0) throw Errors.Last("tree_kind");
        return (TreeKind)found;
      }
    }

    public static implicit operator Tree(long value) { return FromInt(value); }
    public static implicit operator Tree(int value) { return FromInt(value); }
    public static implicit operator Tree(double value) { return FromFloat(value); }
    public static implicit operator Tree(bool value) { return FromBool(value); }
    public static implicit operator Tree(string value) { return value == null ? None() : FromString(value); }
    public static implicit operator Tree(Tensor value) { return value == null ? None() : FromTensor(value); }
    public static implicit operator Tree(TensorDict value) { return FromTensors(value); }
    public static implicit operator Tree(byte[] value) { return FromBytes(value); }

    /// <summary>Bytes.</summary>
    public static Tree FromBytes(ReadOnlySpan<byte> bytes) {
      fixed (byte* at = &System.Runtime.InteropServices.MemoryMarshal.GetReference(bytes))
        return new Tree(Errors.Made(Native.tree_from_bytes(at, bytes.Length), "tree_from_bytes"));
    }

    /// <summary>A list of these.</summary>
    public static Tree List(params Tree[] items) {
      long made;
      fixed (long* handles = Handles.Of(items)) made = Native.tn_tree_list(handles);
      GC.KeepAlive(items);
      return new Tree(Errors.Made(made, "tree_list"));
    }

    /// <summary>A tuple of these.</summary>
    public static Tree Tuple(params Tree[] items) {
      long made;
      fixed (long* handles = Handles.Of(items)) made = Native.tn_tree_tuple(handles);
      GC.KeepAlive(items);
      return new Tree(Errors.Made(made, "tree_tuple"));
    }

    /// <summary>Bytes, or those of a text.</summary>
    public byte[] AsBytes() {
      long n;
      byte* found = (byte*)Native.tree_bytes(Handle, &n);
      if (found == null) throw Errors.Last("tree_bytes");
      byte[] made = new byte[n];
      System.Runtime.InteropServices.Marshal.Copy((IntPtr)found, made, 0, made.Length);
      GC.KeepAlive(this);
      return made;
    }

    /// <summary>The value of a key.</summary>
    [IndexerName("At")]
    public Tree this[string key] {
      get { return Get(key); }
      set { Set(key, value); }
    }

    /// <summary>An element of a list, or the value of a pair of a dictionary, by its place.</summary>
    [IndexerName("At")]
    public Tree this[long i] { get { return Item(i); } }

    public IEnumerator<Tree> GetEnumerator() {
      long n = Count;
      for (long i = 0; i < n; ++i) yield return Item(i);
    }

    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
  }

  /// <summary>A stream of random numbers. PyTorch: torch.Generator.</summary>
  public sealed unsafe partial class Generator : NativeObject {
    public Generator(Device device = default(Device)) { Attach(Errors.Made(Native.tn_generator_new(device.Code), "generator_new")); }

    internal Generator(long handle) { Attach(handle); }

    internal override HandleKind HandleKind { get { return HandleKind.Generator; } }
  }
}
