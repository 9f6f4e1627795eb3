using System.Collections.Generic;
using TenonML;
using TenonML.NN;
using TenonML.Optim;
using UnityEngine;

/// <summary>
/// A paddle that learns to be where the ball comes down. Each frame a network says where that will be, seen from the ball's
/// place and speed; when the ball is down, the network learns from the flight that was seen. Nobody tells it that the ball
/// is thrown back by the walls.
/// </summary>
public class Catcher : MonoBehaviour {
  const float Side = 5, Height = 8, Gravity = 3, PaddleSpeed = 7, PaddleHalf = 0.8f;
  const int Remembered = 4000, BatchSize = 64, StepsAfterABall = 8;

  [SerializeField] int seed = 1;

  readonly List<float[]> seen = new List<float[]>();
  readonly List<float> cameDown = new List<float>();
  Sequential net;
  Adam adam;
  Vector2 ball, speed;
  int flightBegan;

  public readonly List<bool> Caught = new List<bool>();

  void Start() {
    Tenon.ManualSeed(seed);
    Random.InitState(seed);
    net = new Sequential(new Linear(4, 64), new Tanh(), new Linear(64, 64), new Tanh(), new Linear(64, 1));
    using (Tenon.Scope()) adam = new Adam(net.Parameters(), lr: 3e-3).Kept();
    Throw();
  }

  void Throw() {
    ball = new Vector2(Random.Range(-Side, Side), Height);
    speed = new Vector2(Random.Range(-8, 8), Random.Range(-1, 1));
    flightBegan = seen.Count;
  }

  float[] Look() { return new[] { ball.x / Side, ball.y / Height, speed.x / 8, speed.y / 8 }; }

  void Update() {
    float dt = Time.deltaTime;
    float[] look = Look();
    seen.Add(look);
    // What is made in the frame goes with it: nothing is left to the collector, which would stop the game.
    float goal;
    using (Tenon.Scope()) goal = Side * (float)Tenon.NoGrad(() => net.Forward(Tenon.Tensor(look, 1, 4)).Item());
    Vector3 place = transform.position;
    place.x = Mathf.MoveTowards(place.x, Mathf.Clamp(goal, -Side, Side), PaddleSpeed * dt);
    transform.position = place;
    Move(dt);
    if (ball.y <= 0) Land();
  }

  void Move(float dt) {
    speed.y -= Gravity * dt;
    ball += speed * dt;
    if (Mathf.Abs(ball.x) <= Side) return;
    speed.x = -speed.x;
    ball.x = Mathf.Clamp(ball.x, -Side, Side);
  }

  void Land() {
    Caught.Add(Mathf.Abs(ball.x - transform.position.x) <= PaddleHalf);
    for (int i = flightBegan; i < seen.Count; ++i) cameDown.Add(ball.x / Side);
    for (int i = 0; i < StepsAfterABall; ++i) Learn();
    int over = seen.Count - Remembered;
    if (over > 0) {
      seen.RemoveRange(0, over);
      cameDown.RemoveRange(0, over);
    }
    if (Caught.Count % 50 == 0) Debug.Log("balls " + (Caught.Count - 49) + " to " + Caught.Count + ": caught " + CaughtOf(Caught.Count - 50));
    Throw();
  }

  public int CaughtOf(int first) {
    int n = 0;
    for (int i = first; i < first + 50 && i < Caught.Count; ++i) n += Caught[i] ? 1 : 0;
    return n;
  }

  // One step on moments of all flights that it remembers.
  void Learn() {
    float[] x = new float[4 * BatchSize], y = new float[BatchSize];
    for (int i = 0; i < BatchSize; ++i) {
      int k = (int)Random.Range(0, seen.Count - 0.01f);
      seen[k].CopyTo(x, 4 * i);
      y[i] = cameDown[k];
    }
    using (Tenon.Scope()) {
      Tensor loss = F.MseLoss(net.Forward(Tenon.Tensor(x, BatchSize, 4)), Tenon.Tensor(y, BatchSize, 1));
      adam.ZeroGrad();
      loss.Backward();
      adam.Step();
    }
  }

  void OnDestroy() {
    adam.Dispose();
    net.Dispose();
  }
}
