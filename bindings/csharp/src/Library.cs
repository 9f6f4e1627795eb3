using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TenonML {
  /// <summary>Finds the native library, before the first call of it.</summary>
  internal static unsafe class Library {
    const string File = "libtenon_csharp.so";
    const int Now = 2;

    [DllImport("libdl.so.2", EntryPoint = "dlopen")]
    static extern IntPtr OpenLibrary(byte[] path, int mode);
    [DllImport("libdl.so.2", EntryPoint = "dlerror")]
    static extern byte* LoaderError();

    internal static void Load() {
      List<string> tried = new List<string>();
      foreach (string path in Candidates())
        if (Open(path, tried)) break;
      Begin(tried);
    }

    // Mono looks for a function where it compiles a call of it, so the calls stand in a method of their own; and so it has
    // looked for the first one before this runs. What isn't beside TenonML.dll, TenonML.dll.config tells it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Begin(List<string> tried) {
      try {
        Native.abi_version();
      } catch (DllNotFoundException e) {
        throw new DllNotFoundException("Tenon's native library wasn't found. Put it beside TenonML.dll, or its folder into TENON_NATIVE (.NET) " +
                                       "or LD_LIBRARY_PATH (Mono). Tried:\n  " +
                                       string.Join("\n  ", tried.ToArray()) + "\n  the runtime's own search: " + e.Message);
      }
      CheckAbi(Native.abi_version(), Native.compiled_abi_version());
      Callback.Begin();
      AppDomain.CurrentDomain.DomainUnload += (sender, e) => Leave();
      AppDomain.CurrentDomain.ProcessExit += (sender, e) => ProcessEnds = true;
      Errors.Status(Native.tn_set_memory_pressure(new PressureCallback(null).Register()), "set_memory_pressure");
    }

    /// <summary>The process takes all of it along; threads that native code would wait for may be stopped already.</summary>
    internal static volatile bool ProcessEnds;

    /// <summary>What is the process's and calls this domain.</summary>
    internal static volatile bool HasLog, HasExecutor;

    // The native library stays when an editor unloads the domain; it mustn't call what is gone.
    static void Leave() {
      DataLoader.EndAll();
      if (HasLog) Native.tn_set_log((int)LogLevel.Warning, 0);
      if (HasExecutor) Native.tn_set_executor(0);
      Native.tn_set_memory_pressure(0);
      Callback.Leave();
    }

    /// <summary>An older library lacks functions; one of another major has others.</summary>
    internal static void CheckAbi(long found, long wanted) {
      if (found / 1000 == wanted / 1000 && found >= wanted) return;
      throw new DllNotFoundException("libtenon.so has ABI " + found + ", and these bindings need " + wanted + " or a later one of the same major");
    }

    /// <summary>A count and so many numbers, as the shim gives them.</summary>
    internal static long[] Words(long* counted, string op) {
      if (counted[0] < 0) throw Errors.Last(op);
      long[] made = new long[counted[0]];
      for (long i = 0; i < made.Length; ++i) made[i] = counted[i + 1];
      return made;
    }

    static IEnumerable<string> Candidates() {
      string said = Environment.GetEnvironmentVariable("TENON_NATIVE");
      if (!string.IsNullOrEmpty(said)) yield return said.EndsWith(".so") ? said : Path.Combine(said, File);
      string beside = null;
      try {
        beside = Path.GetDirectoryName(typeof(Library).Assembly.Location);
      } catch (NotSupportedException) {
        // compiled ahead of time, where there is no file: the player knows its plugins
      }
      if (string.IsNullOrEmpty(beside)) yield break;
      yield return Path.Combine(beside, File);
      string inPackage = Path.Combine("runtimes", "linux-x64", "native", File);
      yield return Path.Combine(beside, inPackage);
      yield return Path.GetFullPath(Path.Combine(beside, "..", "..", inPackage));
    }

    // An object that is open already is what the runtime's own search by its name then finds.
    static bool Open(string path, List<string> tried) {
      if (!System.IO.File.Exists(path)) {
        tried.Add(path + ": no such file");
        return false;
      }
      try {
        if (OpenLibrary(Text.Bytes(path), Now) != IntPtr.Zero) return true;
        tried.Add(Text.Of(LoaderError()));
      } catch (DllNotFoundException e) {
        tried.Add(path + ": " + e.Message);
      }
      return false;
    }
  }
}
