// As much of UnityEngine as Catcher.cs uses, so that it runs without the editor: the same names, the same order of calls.
using System;
using System.Collections.Generic;
using System.Reflection;

namespace UnityEngine {
  public struct Vector2 {
    public float x, y;

    public Vector2(float x, float y) {
      this.x = x;
      this.y = y;
    }

    public static Vector2 operator +(Vector2 a, Vector2 b) { return new Vector2(a.x + b.x, a.y + b.y); }
    public static Vector2 operator *(Vector2 a, float s) { return new Vector2(a.x * s, a.y * s); }
  }

  public struct Vector3 {
    public float x, y, z;
  }

  public static class Mathf {
    public static float Clamp(float v, float low, float high) { return Math.Max(low, Math.Min(high, v)); }
    public static float MoveTowards(float from, float to, float most) { return from + Clamp(to - from, -most, most); }
    public static float Abs(float v) { return Math.Abs(v); }
  }

  public static class Random {
    static System.Random source = new System.Random(1);
    public static void InitState(int seed) { source = new System.Random(seed); }
    public static float Range(float low, float high) { return low + (high - low) * (float)source.NextDouble(); }
  }

  public static class Time {
    public static float deltaTime { get { return 1f / 60; } }
    public static int frameCount { get; internal set; }
  }

  public static class Debug {
    public static void Log(object message) { Console.WriteLine(message); }
  }

  [AttributeUsage(AttributeTargets.Field)]
  public sealed class SerializeField : Attribute { }

  public class Transform {
    public Vector3 position;
  }

  public abstract class MonoBehaviour {
    public Transform transform { get; } = new Transform();
  }

  /// <summary>What the player does: Start once, Update each frame, OnDestroy at the end; methods that it finds by their names.</summary>
  public static class Player {
    static void Send(MonoBehaviour to, string message) {
      MethodInfo found = to.GetType().GetMethod(message, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
      if (found != null) found.Invoke(to, null);
    }

    public static void Run(IEnumerable<MonoBehaviour> behaviours, int frames) {
      List<MonoBehaviour> all = new List<MonoBehaviour>(behaviours);
      foreach (MonoBehaviour b in all) Send(b, "Start");
      for (int i = 0; i < frames; ++i) {
        Time.frameCount = i;
        foreach (MonoBehaviour b in all) Send(b, "Update");
      }
      foreach (MonoBehaviour b in all) Send(b, "OnDestroy");
    }
  }
}
