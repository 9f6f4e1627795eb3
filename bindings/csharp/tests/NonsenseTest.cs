using System;
using System.Collections.Generic;
using System.Reflection;
using NUnit.Framework;
using TenonML.NN;
using Module = TenonML.NN.Module;

namespace TenonML.Tests {
  /// <summary>
  /// Every method of every class is given what it doesn't expect: null, numbers far out, objects that were disposed. Each
  /// gives a result or an exception of ours; none brings the process down.
  /// </summary>
  [TestFixture]
  public class NonsenseTest : LiveCount {
    // What takes addresses, or changes the whole process.
    static readonly HashSet<string> Left = new HashSet<string> {
      "FromBlob", "FromDlpack", "ToDlpack", "SetAllocator", "SetMemoryPressure", "SetMemoryLimit", "SetExecutor", "SetLog", "SetNumThreads",
      "SetDefaultDType", "MemoryResetPeak", "MemoryTrim", "ManualSeed", "AsSpan", "Scope", "Kept", "Dispose", "GetHashCode", "Equals", "ToString", "GetType"
    };

    static readonly Type[] Classes = { typeof(Tensor), typeof(Tenon), typeof(F), typeof(TensorDict), typeof(Tree), typeof(Generator),
                                       typeof(Module), typeof(Linear), typeof(Optim.Optimizer), typeof(DataLoader) };

    static object Make(Type type, int round, Tensor alive, Tensor gone) {
      Type inner = Nullable.GetUnderlyingType(type);
      if (inner != null) return round % 2 == 0 ? null : Make(inner, round, alive, gone);
      if (type == typeof(Tensor)) return round == 0 ? null : round == 1 ? gone : alive;
      if (type == typeof(long)) return round == 0 ? 0L : round == 1 ? long.MaxValue : round == 2 ? long.MinValue : -7L;
      if (type == typeof(int)) return round == 0 ? 0 : -1;
      if (type == typeof(double)) return round == 0 ? 0.0 : round == 1 ? double.NaN : double.NegativeInfinity;
      if (type == typeof(bool)) return round % 2 == 1;
      if (type == typeof(char)) return round == 0 ? '\0' : 'é';
      if (type == typeof(string)) return round == 0 ? null : round == 1 ? "" : round == 2 ? "nowhere/at all" : "größe {";
      if (type == typeof(Longs)) return round == 0 ? default(Longs) : round == 1 ? new Longs() : new Longs(long.MaxValue, -3);
      if (type == typeof(Pair)) return new Pair(-1, long.MaxValue);
      if (type == typeof(Device)) return round == 0 ? default(Device) : (Device)"cuda:200";
      if (type == typeof(Value[])) return round == 0 ? null : new Value[] { default(Value), round == 1 ? (Value)gone : long.MaxValue };
      if (type == typeof(IReadOnlyList<Tensor>) || type == typeof(Tensor[]))
        return round == 0 ? null : round == 1 ? new Tensor[0] : new[] { null, round == 2 ? gone : alive };
      if (type.IsEnum) return Enum.ToObject(type, round == 0 ? 0 : 99);
      return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    static readonly List<string> unexpected = new List<string>();

    static void CheckAll() {
      string all = string.Join("\n", unexpected.ToArray());
      unexpected.Clear();
      if (all.Length > 0) Assert.Fail(all);
    }

    static void Try(MethodBase method, object target, object[] arguments) {
      try {
        object made = method.Invoke(target, arguments);
        IDisposable mine = made as IDisposable;
        if (mine != null && made != target) mine.Dispose();
      } catch (TargetInvocationException e) {
        Exception inner = e.InnerException;
        bool expected = inner is TenonException || inner is ObjectDisposedException || inner is ArgumentException || inner is InvalidOperationException ||
                        inner is NotSupportedException || inner is InvalidCastException || inner is OverflowException || inner is NotImplementedException;
        if (!expected) unexpected.Add(method.DeclaringType.Name + "." + method + ": " + inner);
      }
    }

    static object[] Targets(Type type, Tensor alive, Tensor gone) {
      if (type == typeof(Tensor)) return new object[] { alive, gone };
      if (type == typeof(TensorDict)) return new object[] { new TensorDict(), Gone(new TensorDict()) };
      if (type == typeof(Tree)) return new object[] { Tree.Dict(), Tree.List(1), (Tree)"text", Gone((Tree)1) };
      if (type == typeof(Generator)) return new object[] { new Generator(), Gone(new Generator()) };
      if (type == typeof(Module) || type == typeof(Linear)) return new object[] { new Linear(2, 2), Gone(new Linear(2, 2)) };
      if (type == typeof(DataLoader)) return new object[] { new DataLoader(new TensorDataset(alive)) };
      if (type == typeof(Optim.Optimizer)) return new object[] { new Optim.SGD(new Linear(2, 2).Parameters()) };
      return new object[] { null };
    }

    static T Gone<T>(T o) where T : NativeObject {
      o.Dispose();
      return o;
    }

    [Test]
    public void EveryMethodTakesIt() { OnThread(TryAll); }

    static void TryAll() {
      int tried = 0;
      foreach (Type type in Classes)
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)) {
          if (Left.Contains(method.Name) || method.ContainsGenericParameters) continue;
          for (int round = 0; round < 4; ++round)
            using (Tenon.Scope()) {
              Tensor alive = Tenon.Rand(2, 2), gone = Gone(Tenon.Ones(1));
              foreach (object target in method.IsStatic ? new object[] { null } : Targets(type, alive, gone)) {
                object[] arguments = Array.ConvertAll(method.GetParameters(), p => Make(p.ParameterType, round, alive, gone));
                Try(method, target, arguments);
                ++tried;
              }
            }
        }
      CheckAll();
      Assert.Greater(tried, 2000);
      // And all is well afterwards.
      using (Tensor x = Tenon.Ones(2)) Assert.AreEqual(1, x.ToArray<float>()[1]);
      Assert.IsTrue(Tenon.IsGradEnabled());
    }

    [Test]
    public void EveryConstructorTakesIt() { OnThread(TryConstructors); }

    static void TryConstructors() {
      int tried = 0;
      foreach (Type type in typeof(Module).Assembly.GetTypes()) {
        if (!type.IsPublic || type.IsAbstract || !typeof(NativeObject).IsAssignableFrom(type)) continue;
        foreach (ConstructorInfo made in type.GetConstructors())
          for (int round = 0; round < 4; ++round)
            using (Tenon.Scope()) {
              Tensor alive = Tenon.Rand(2, 2), gone = Gone(Tenon.Ones(1));
              object[] arguments = Array.ConvertAll(made.GetParameters(), p => Make(p.ParameterType, round, alive, gone));
              try {
                made.Invoke(arguments);
              } catch (TargetInvocationException e) {
                if (!(e.InnerException is TenonException || e.InnerException is ArgumentException || e.InnerException is ObjectDisposedException))
                  unexpected.Add(type.Name + ": " + e.InnerException);
              }
              ++tried;
            }
      }
      CheckAll();
      Assert.Greater(tried, 150);
    }
  }
}
