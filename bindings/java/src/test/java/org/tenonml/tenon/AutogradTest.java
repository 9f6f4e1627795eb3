package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AutogradTest extends LiveCount {
  private static Tensor leaf(double... values) {
    return Tenon.tensor(values).requiresGrad_();
  }

  @Test
  void backwardGathersGradients() {
    Tensor x = leaf(1, 2, 3);
    x.mul(x).sum().backward();
    assertArrayEquals(new double[] {2, 4, 6}, x.grad().toDoubleArray());
    x.sum().backward();
    assertArrayEquals(new double[] {3, 5, 7}, x.grad().toDoubleArray());
    x.setGrad(null);
    assertNull(x.grad());
    Tensor y = x.mul(2);
    y.backward(new BackwardOptions().gradient(Tenon.tensor(new double[] {1, 10, 100})).retainGraph(true));
    y.backward(new BackwardOptions().gradient(Tenon.tensor(new double[] {1, 1, 1})));
    assertArrayEquals(new double[] {4, 22, 202}, x.grad().toDoubleArray());
    assertEquals("MulBackward0", y.gradFnName());
  }

  @Test
  void gradGivesGradientsOfGradients() {
    Tensor x = leaf(2), unused = leaf(1);
    Tensor g = Tenon.grad(new Tensor[] {x.pow(3).sum()}, new Tensor[] {x}, true)[0];
    assertEquals(12, g.item());
    assertEquals(12, Tenon.grad(new Tensor[] {g.sum()}, new Tensor[] {x})[0].item());
    Tensor[] both = Tenon.grad(new Tensor[] {x.exp().sum()}, new Tensor[] {x, unused}, new GradOptions().allowUnused(true));
    assertNull(both[1]);
  }

  @Test
  void modesHoldForTheirClosure() {
    Tensor x = leaf(1);
    assertFalse(Tenon.noGrad(() -> x.mul(2)).requiresGrad());
    assertTrue(Tenon.isGradEnabled());
    Tenon.noGrad(() -> Tenon.enableGrad(() -> assertTrue(x.mul(2).requiresGrad())));
    Tenon.inferenceMode(() -> assertTrue(Tenon.isInferenceModeEnabled()));
    assertThrows(IllegalStateException.class, () -> Tenon.noGrad((Runnable) () -> {
      throw new IllegalStateException();
    }));
    assertTrue(Tenon.isGradEnabled());
  }

  @Test
  void hooksSeeAndReplaceGradients() {
    Tensor x = leaf(1, 2);
    double[] seen = new double[1];
    long id = x.registerHook(g -> {
      seen[0] = g.sum().item();
      return g.mul(10);
    });
    x.mul(3).sum().backward();
    assertEquals(6, seen[0]);
    assertArrayEquals(new double[] {30, 30}, x.grad().toDoubleArray());
    x.removeHook(id);
    assertThrows(TenonException.class, () -> x.removeHook(id));
  }

  static class Cube extends AutogradFunction {
    @Override
    protected Tensor[] forward(Context ctx, Tensor... inputs) {
      ctx.saveForBackward(inputs[0]);
      ctx.setData("three");
      assertTrue(ctx.needsInputGrad(0));
      return new Tensor[] {inputs[0].pow(3)};
    }

    @Override
    protected Tensor[] backward(Context ctx, Tensor... gradients) {
      assertEquals("three", ctx.data());
      return new Tensor[] {gradients[0].mul(ctx.saved(0).square()).mul(3)};
    }
  }

  @Test
  void functionsHaveGradientsOfTheirOwn() {
    Tensor x = leaf(2, 3);
    Tensor y = new Cube().apply(x);
    assertArrayEquals(new double[] {8, 27}, y.toDoubleArray());
    assertEquals("CubeBackward", y.gradFnName());
    y.sum().backward();
    assertArrayEquals(new double[] {12, 27}, x.grad().toDoubleArray());
    Tenon.gradcheck(in -> new Cube().call(in), x);
    Tenon.gradcheck(in -> new Tensor[] {in[0].sin()}, new Tensor[] {x}, new GradcheckOptions().secondOrder(true));
  }

  @Test
  void aFalseGradientIsFound() {
    AutogradFunction wrong = new AutogradFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... inputs) {
        return new Tensor[] {inputs[0].mul(2)};
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... gradients) {
        return new Tensor[] {gradients[0].mul(3)};
      }
    };
    assertEquals(Status.ERR_VALUE, assertThrows(TenonException.class, () -> Tenon.gradcheck(in -> wrong.call(in), leaf(1))).code());
  }

  @Test
  void exceptionsInCallbacksReachTheCallerAsTheyWere() {
    Tensor x = leaf(1);
    IllegalStateException own = new IllegalStateException("mine");
    x.registerHook(g -> {
      throw own;
    });
    assertSame(own, assertThrows(IllegalStateException.class, () -> x.mul(2).sum().backward()));
    assertEquals(2, x.mul(2).item());
    AutogradFunction broken = new AutogradFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... inputs) {
        return new Tensor[] {inputs[0].add(Tenon.zeros(2, 3, 4))};
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... gradients) {
        return gradients;
      }
    };
    TenonException shapes = assertThrows(TenonException.class, () -> broken.apply(Tenon.ones(5)));
    assertEquals(Status.ERR_SHAPE, shapes.code());
    assertEquals("add", shapes.op());
  }

  @Test
  void aChangedValueIsNoticed() {
    Tensor x = leaf(1, 2), y = x.exp();
    Tensor z = y.mul(y).sum();
    y.add_(1);
    assertEquals(Status.ERR_STATE, assertThrows(TenonException.class, z::backward).code());
  }
}
