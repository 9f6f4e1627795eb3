import java.util.Locale;
import org.tenonml.tenon.AutogradFunction;
import org.tenonml.tenon.F;
import org.tenonml.tenon.Module;
import org.tenonml.tenon.Tenon;
import org.tenonml.tenon.Tensor;
import org.tenonml.tenon.nn.Linear;
import org.tenonml.tenon.nn.Sequential;
import org.tenonml.tenon.optim.Adam;

/** A module with parameters of its own around a function with a gradient of its own, trained within a container. */
public final class CustomModule {
  /** x * sigmoid(b x), for one number b: Swish (Ramachandran et al., 2017). */
  static final class SwishFunction extends AutogradFunction {
    @Override
    protected Tensor[] forward(Context ctx, Tensor... in) {
      Tensor gate = in[0].mul(in[1]).sigmoid();
      ctx.saveForBackward(in[0], in[1], gate);
      return new Tensor[] {in[0].mul(gate)};
    }

    @Override
    protected Tensor[] backward(Context ctx, Tensor... gradients) {
      Tensor x = ctx.saved(0), b = ctx.saved(1), gate = ctx.saved(2), g = gradients[0];
      Tensor slope = gate.mul(gate.neg().add(1)); // of the sigmoid
      return new Tensor[] {g.mul(gate.add(x.mul(b).mul(slope))), g.mul(x.square()).mul(slope).sum().reshape(1)};
    }
  }

  static final class Swish extends Module {
    private final Tensor b = addParameter("b", Tenon.ones(1));

    @Override
    public Tensor forward(Tensor x) {
      return new SwishFunction().apply(x, b);
    }
  }

  public static void main(String[] arguments) {
    Tenon.manualSeed(1);
    Tensor at = Tenon.linspace(-2, 2, 5).to(org.tenonml.tenon.DType.FLOAT64).requiresGrad_();
    Tensor number = Tenon.tensor(new double[] {1.5}).requiresGrad_();
    Tenon.gradcheck(in -> new SwishFunction().call(in), at, number);
    System.out.println("the gradient is that of finite differences");

    Sequential net = new Sequential(new Linear(1, 32), new Swish(), new Linear(32, 1));
    System.out.println(net);
    Tensor x = Tenon.linspace(-3, 3, 256).unsqueeze(1), y = x.mul(2).sin();
    Adam adam = new Adam(net.parameters(), Adam.options().lr(0.02));
    for (int step = 0; step <= 600; ++step) {
      boolean shown = step % 150 == 0;
      int now = step;
      Tenon.scope(() -> {
        Tensor loss = F.mseLoss(net.forward(x), y);
        adam.zeroGrad();
        loss.backward();
        adam.step();
        if (shown) System.out.printf(Locale.ROOT, "step %d: loss %.5f%n", now, loss.item());
      });
    }
    System.out.printf(Locale.ROOT, "b is now %.4f%n", net.parameter("1.b").item());
  }
}
