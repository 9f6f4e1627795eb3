using System;

/// <summary>Options on the command line: --name value.</summary>
static class Arguments {
  public static string Option(string[] arguments, string name, string otherwise) {
    for (int i = 0; i + 1 < arguments.Length; ++i)
      if (arguments[i] == name) return arguments[i + 1];
    return otherwise;
  }

  public static int Number(string[] arguments, string name, int otherwise) {
    int value;
    string text = Option(arguments, name, otherwise.ToString());
    if (int.TryParse(text, out value) && value >= 0) return value;
    throw new ArgumentException(name + " wants a whole number, not \"" + text + "\"");
  }

  /// <summary>Runs a program: what goes wrong is one line and status 1.</summary>
  public static int Run(string program, Action main) {
    try {
      main();
      return 0;
    } catch (Exception e) {
      Console.Error.WriteLine(program + ": " + e.Message.Replace('\n', ' '));
      return 1;
    }
  }
}
