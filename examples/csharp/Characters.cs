using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using TenonML;
using TenonML.NN;
using TenonML.Optim;

/// <summary>
/// A model of characters: one layer of a transformer learns to say what comes next, and then writes.
/// Usage: Characters.exe [--text FILE] [--steps N] [--length N] [--seed N]
/// </summary>
static class Characters {
  const int Context = 32, BatchSize = 16, Width = 64, Heads = 4;

  // Lewis Carroll, The Mouse's Tale.
  const string Poem =
    "Fury said to a mouse, That he met in the house, Let us both go to law: I will prosecute you. Come, I'll take no denial; We must have a " +
    "trial: For really this morning I've nothing to do. Said the mouse to the cur, Such a trial, dear Sir, With no jury or judge, would be " +
    "wasting our breath. I'll be judge, I'll be jury, Said cunning old Fury: I'll try the whole cause, and condemn you to death.\n";

  /// <summary>Each place looks at those before it. PyTorch: MultiheadAttention with a causal mask.</summary>
  sealed class Attention : Module {
    readonly Linear inputs, outputs;
    readonly Tensor later;

    public Attention() {
      inputs = Add("inputs", new Linear(Width, 3 * Width));
      outputs = Add("outputs", new Linear(Width, Width));
      later = AddBuffer("later", Tenon.Ones((Context, Context)).Triu(1).To(DType.Bool), persistent: false);
    }

    // (n, t, width) to (n, heads, t, width / heads)
    static Tensor Split(Tensor x) { return x.Reshape((x.Size(0), x.Size(1), Heads, Width / Heads)).Transpose(1, 2); }

    public override Tensor Forward(Tensor x) {
      Tensor[] qkv = inputs.Forward(x).Chunk(3, -1);
      Tensor scores = Split(qkv[0]).Matmul(Split(qkv[1]).Transpose(2, 3)) / Math.Sqrt(Width / Heads);
      Tensor looked = scores.MaskedFill(later, double.NegativeInfinity).Softmax(-1).Matmul(Split(qkv[2]));
      return outputs.Forward(looked.Transpose(1, 2).Reshape((x.Size(0), x.Size(1), Width)));
    }
  }

  sealed class Model : Module {
    readonly Embedding letters, places;
    readonly Attention attention;
    readonly Sequential thoughts;
    readonly LayerNorm before, between, after;
    readonly Linear next;
    readonly Tensor numbers;

    public Model(int alphabet) {
      letters = Add("letters", new Embedding(alphabet, Width));
      places = Add("places", new Embedding(Context, Width));
      before = Add("before", new LayerNorm(Width));
      attention = Add("attention", new Attention());
      between = Add("between", new LayerNorm(Width));
      thoughts = Add("thoughts", new Sequential(new Linear(Width, 4 * Width), new GELU(), new Linear(4 * Width, Width)));
      after = Add("after", new LayerNorm(Width));
      next = Add("next", new Linear(Width, alphabet));
      numbers = AddBuffer("numbers", Tenon.Arange(0, Context, 1), persistent: false);
    }

    /// <summary>(n, context) numbers of characters to (n, context, alphabet) scores of what follows each.</summary>
    public override Tensor Forward(Tensor x) {
      return Tenon.Scope(() => {
        Tensor seen = letters.Forward(x) + places.Forward(numbers);
        seen = seen + attention.Forward(before.Forward(seen));
        seen = seen + thoughts.Forward(between.Forward(seen));
        return next.Forward(after.Forward(seen));
      });
    }
  }

  /// <summary>Draws one character after another, each by its probability.</summary>
  static string Write(Model model, string alphabet, string begin, int length) {
    StringBuilder text = new StringBuilder(begin);
    for (int i = 0; i < length; ++i)
      using (Tenon.Scope()) {
        long[] last = new long[Context];
        for (int k = 0; k < Context; ++k) last[k] = alphabet.IndexOf(text[text.Length - Context + k]);
        Tensor chances = (model.Forward(Tenon.Tensor(last, 1, Context))[0, -1] / 0.7).Softmax(0);
        // The first place where the sum of the probabilities passes a random number.
        long drawn = chances.Cumsum(0).Lt(Tenon.Rand(1)).Sum().ItemInt64();
        text.Append(alphabet[(int)Math.Min(drawn, alphabet.Length - 1)]);
      }
    return text.ToString();
  }

  static int Main(string[] arguments) {
    Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    return Arguments.Run("Characters", () => {
      string file = Arguments.Option(arguments, "--text", null), text = file == null ? Poem : File.ReadAllText(file);
      int steps = Arguments.Number(arguments, "--steps", 300), length = Arguments.Number(arguments, "--length", 200);
      if (text.Length < 2 * Context) throw new ArgumentException("the text is too short");
      Tenon.ManualSeed(Arguments.Number(arguments, "--seed", 1));
      string alphabet = string.Concat(new SortedSet<char>(text));
      long[] codes = new long[text.Length];
      for (int i = 0; i < codes.Length; ++i) codes[i] = alphabet.IndexOf(text[i]);

      using (Tenon.Scope()) {
        Tensor all = Tenon.Tensor(codes), window = Tenon.Arange(0, Context, 1);
        Model model = new Model(alphabet.Length);
        AdamW adam = new AdamW(model.Parameters(), lr: 3e-3);
        for (int step = 1; step <= steps; ++step)
          using (Tenon.Scope()) {
            Tensor rows = Tenon.Randint(0, codes.Length - Context, (BatchSize, 1)) + window;
            Tensor scores = model.Forward(all[rows]);
            Tensor loss = F.CrossEntropy(scores.Reshape((-1, alphabet.Length)), all[rows + 1].Reshape(-1));
            adam.ZeroGrad();
            loss.Backward();
            adam.Step();
            if (step % Math.Max(1, steps / 4) == 0) Console.WriteLine("step {0} of {1}: loss {2:F4}", step, steps, loss.Item());
          }
        model.Eval();
        Console.WriteLine(Tenon.NoGrad(() => Write(model, alphabet, text.Substring(0, Context), length)));
      }
    });
  }
}
