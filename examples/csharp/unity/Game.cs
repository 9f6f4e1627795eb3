using System;
using TenonML;

/// <summary>Plays for a while, and says whether the paddle has learnt. Usage: Game.exe [--frames N]</summary>
static class Game {
  static int Main(string[] arguments) {
    int frames = Arguments.Number(arguments, "--frames", 40000);
    long before = Tenon.LiveCount();
    Catcher catcher = new Catcher();
    UnityEngine.Player.Run(new[] { catcher }, frames);
    int first = catcher.CaughtOf(0), last = catcher.CaughtOf(catcher.Caught.Count - 50);
    Console.WriteLine("the first 50: {0} caught, the last 50: {1} caught", first, last);
    Console.WriteLine("objects left: {0}", Tenon.LiveCount() - before);
    return 0;
  }
}
