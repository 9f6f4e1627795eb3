import java.util.Arrays;
import java.util.Map;
import org.tenonml.tenon.TenonException;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.Tree;

/** Prints what a PyTorch checkpoint holds, without Python. Usage: LoadCheckpoint FILE [NAME] */
public final class LoadCheckpoint {
  private static void print(Tree tree, String indent) {
    switch (tree.kindOf()) {
      case TENSOR -> {
        Tensor t = tree.asTensor();
        System.out.println(t.dtype() + " " + Arrays.toString(t.shape()));
      }
      case DICT -> {
        System.out.println(tree.className() + " of " + tree.count());
        for (long i = 0; i < tree.count(); ++i) {
          System.out.print(indent + "  " + tree.key(i).toJava() + ": ");
          print(tree.item(i), indent + "  ");
        }
      }
      case LIST, TUPLE -> {
        System.out.println(tree.className() + " of " + tree.count());
        for (long i = 0; i < Math.min(tree.count(), 3); ++i) {
          System.out.print(indent + "  " + i + ": ");
          print(tree.item(i), indent + "  ");
        }
      }
      case INSTANCE -> System.out.println(tree.className());
      default -> System.out.println(tree.toJava());
    }
  }

  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      System.err.println("usage: LoadCheckpoint FILE [NAME]");
      System.exit(1);
    }
    try {
      if (arguments.length > 1) {
        System.out.println(Tenon.loadStateDict(arguments[0]).get(arguments[1]));
        return;
      }
      print(Tenon.load(arguments[0]), "");
      long elements = 0;
      for (Map.Entry<String, Tensor> one : Tenon.loadStateDict(arguments[0])) elements += one.getValue().numel();
      System.out.println(elements + " elements");
    } catch (TenonException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
