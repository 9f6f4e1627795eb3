using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;

namespace TenonML {
  /// <summary>A call of the library's that failed: what and why.</summary>
  public sealed class TenonException : Exception {
    internal TenonException(ErrorCode code, string op, string message) : base(message) {
      Code = code;
      Op = op;
    }

    /// <summary>The kind of error.</summary>
    public ErrorCode Code { get; private set; }

    /// <summary>The C function that failed, without its tn_.</summary>
    public string Op { get; private set; }
  }

  /// <summary>
  /// What failed is told by the result, and only then asked for. An exception of a callback's waits here while the library
  /// unwinds: its status is its number, so that it's found from whichever thread the outer call is on.
  /// </summary>
  internal static unsafe class Errors {
    const int FirstHostCode = 0x40000000, HostCodes = 0x1000000, MostWaiting = 256;
    static readonly Dictionary<int, ExceptionDispatchInfo> waiting = new Dictionary<int, ExceptionDispatchInfo>();
    static int nextHostCode;

    internal static void Status(int status, string op) {
      if (status != 0) throw Last(op);
    }

    internal static bool Truth(int answer, string op) {
      if (answer < 0) throw Last(op);
      return answer != 0;
    }

    internal static long Made(long handle, string op) {
      if (handle == 0) throw Last(op);
      return handle;
    }

    /// <summary>After a result that may be a failure's.</summary>
    internal static void Check(string op) {
      if (Native.tn_error_code() != 0) throw Last(op);
    }

    internal static Exception Last(string op) {
      int code = Native.tn_error_code();
      ExceptionDispatchInfo own = code >= FirstHostCode ? TakeWaiting(code) : null;
      if (own != null) {
        Native.tn_error_clear();
        own.Throw();
      }
      string message = code == 0 ? op + ": failed without saying why" : Text.Of(Native.tn_error_message());
      Native.tn_error_clear();
      return new TenonException(code == 0 ? ErrorCode.Internal : (ErrorCode)code, op, message);
    }

    /// <summary>Keeps what a callback threw; the status to give the library.</summary>
    internal static int KeepThrown(Exception thrown) {
      int code;
      lock (waiting) {
        code = FirstHostCode + nextHostCode;
        nextHostCode = (nextHostCode + 1) % HostCodes;
        waiting[code] = ExceptionDispatchInfo.Capture(thrown);
        // Those that nobody asked for, since another failure came in their place.
        if (waiting.Count > MostWaiting) waiting.Remove(FirstHostCode + (nextHostCode + HostCodes - MostWaiting - 1) % HostCodes);
      }
      fixed (byte* message = Text.Bytes("a callback threw " + thrown.GetType().Name)) Native.tn_error_set(code, message);
      return code;
    }

    static ExceptionDispatchInfo TakeWaiting(int code) {
      lock (waiting) {
        ExceptionDispatchInfo found;
        if (waiting.TryGetValue(code, out found)) waiting.Remove(code);
        return found;
      }
    }
  }
}
