package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorTest extends LiveCount {
  private static Tensor matrix() {
    return Tenon.tensor(new float[][] {{1, 2, 3}, {4, 5, 6}});
  }

  @Test
  void arraysOfEveryKindComeInAndOut() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, matrix().toFloatArray());
    assertArrayEquals(new double[] {0.1, 0.2}, Tenon.tensor(new double[] {0.1, 0.2}).toDoubleArray());
    assertArrayEquals(new long[] {1L << 60, -1}, Tenon.tensor(new long[] {1L << 60, -1}).toLongArray());
    assertArrayEquals(new int[] {7, -7}, Tenon.tensor(new int[] {7, -7}).toIntArray());
    assertArrayEquals(new byte[] {0, (byte) 255}, Tenon.tensor(new byte[] {0, (byte) 255}).toByteArray());
    assertEquals(255, Tenon.tensor(new byte[] {(byte) 255}).itemLong());
    assertArrayEquals(new boolean[] {true, false}, Tenon.tensor(new boolean[] {true, false}).toBooleanArray());
    assertEquals(DType.INT16, Tenon.tensor(new short[] {1}).dtype());
    assertArrayEquals(new long[] {1, 2}, matrix().get(0, Index.to(2)).toLongArray());
    assertArrayEquals(new long[] {2, 0, 3}, Tenon.tensor(new float[0], 2, 0, 3).shape());
    assertEquals(2.5, Tenon.scalar(2.5).item());
    assertEquals(0, Tenon.scalar(3).ndim());
    assertEquals(DType.INT64, Tenon.scalar(3).dtype());
  }

  @Test
  void valuesOfAViewComeOutRowByRow() {
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, matrix().t().toFloatArray());
    float[] room = new float[6];
    matrix().t().copyTo(room);
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, room);
    assertThrows(TenonException.class, () -> matrix().copyTo(new float[5]));
    assertArrayEquals(new float[] {9, 8, 7, 6, 5, 4}, matrix().write(9, 8, 7, 6, 5, 4).toFloatArray());
  }

  @Test
  void buffersAreSharedWithoutACopy() {
    FloatBuffer memory = ByteBuffer.allocateDirect(6 * 4).order(ByteOrder.nativeOrder()).asFloatBuffer();
    memory.put(new float[] {0, 1, 2, 3, 4, 5}).position(2);
    Tensor t = Tenon.fromBuffer(memory, 2, 2);
    assertArrayEquals(new float[] {2, 3, 4, 5}, t.toFloatArray());
    t.mul_(10);
    assertEquals(50, memory.get(5));
    memory.put(3, 7);
    assertEquals(7, t.get(0, 1).item());
    FloatBuffer back = t.buffer().asFloatBuffer();
    back.put(0, -1);
    assertEquals(-1, memory.get(2));
    assertThrows(TenonException.class, () -> Tenon.fromBuffer(memory, 5));
    assertThrows(TenonException.class, () -> Tenon.fromBuffer(FloatBuffer.allocate(4), 4));
    assertThrows(TenonException.class, () -> Tenon.fromBuffer(ByteBuffer.allocateDirect(8).asFloatBuffer(), 2));
    assertThrows(TenonException.class, () -> matrix().t().buffer());
  }

  @Test
  void aBufferOutlivesItsTensor() {
    FloatBuffer memory;
    try (Tensor t = Tenon.ones(1000)) {
      memory = t.buffer().asFloatBuffer();
    }
    Tenon.zeros(1000).close();
    assertEquals(1, memory.get(999));
  }

  @Test
  void operatorsHaveTheOverloadsOfPyTorch() {
    Tensor x = matrix();
    assertArrayEquals(new float[] {3, 4, 5, 6, 7, 8}, x.add(2).toFloatArray());
    assertArrayEquals(new float[] {1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f}, x.add(0.5).toFloatArray());
    assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, x.add(x).toFloatArray());
    assertArrayEquals(new float[] {-1, -2, -3, -4, -5, -6}, x.sub(x, new SubOptions().alpha(2)).toFloatArray());
    assertEquals(DType.INT64, Tenon.arange(0, 3).add(1).dtype());
    assertEquals(DType.FLOAT32, Tenon.arange(0, 3).add(1.0).dtype());
    assertEquals(21, x.sum().item());
    assertArrayEquals(new float[] {6, 15}, x.sum(1).toFloatArray());
    assertArrayEquals(new long[] {2, 1}, x.sum(new long[] {1}, true).shape());
    assertArrayEquals(new float[] {3, 6}, x.max(1).values().toFloatArray());
    assertArrayEquals(new long[] {2, 2}, x.max(1).indices().toLongArray());
    assertArrayEquals(new float[] {3, 2}, x.topk(2).values().get(0).toFloatArray());
    assertEquals(5, x.argmax().itemLong());
    assertArrayEquals(new long[] {2, 2}, x.argmax(1).toLongArray());
    assertArrayEquals(new float[] {2, 2, 3, 4, 4, 4}, x.clamp(2, 4).toFloatArray());
    assertEquals(3, x.chunk(3, 1).length);
    assertArrayEquals(new long[] {4, 3}, Tenon.cat(new Tensor[] {x, x}).shape());
    assertArrayEquals(new long[] {2, 2, 3}, Tenon.stack(new Tensor[] {x, x}, 1).shape());
    assertArrayEquals(new long[] {3, 2}, x.permute(1, 0).shape());
    assertArrayEquals(new float[] {14, 32, 32, 77}, x.matmul(x.t()).toFloatArray());
    assertArrayEquals(new float[] {0, 2, 0, 4, 0, 6}, Tenon.where(x.remainder(2).eq(0), x, Tenon.zeros(1)).toFloatArray());
    assertArrayEquals(new float[] {0, 0, 1, 1, 1, 2}, x.div(x.eq(x).mul(3), new DivOptions().roundingMode(Rounding.TRUNC)).toFloatArray());
  }

  @Test
  void inPlaceFormsGiveTheObjectBack() {
    Tensor x = matrix();
    assertSame(x, x.add_(1).mul_(x).clamp_(0.0, 20.0));
    assertArrayEquals(new float[] {4, 9, 16, 20, 20, 20}, x.toFloatArray());
    assertEquals(3, x.version());
  }

  @Test
  void creation() {
    assertArrayEquals(new long[] {2, 3}, Tenon.zeros(2, 3).shape());
    assertEquals(DType.FLOAT64, Tenon.ones(new long[] {2}, DType.FLOAT64).dtype());
    assertArrayEquals(new double[] {0, 0.5, 1}, Tenon.linspace(0, 1, 3).toDoubleArray());
    assertArrayEquals(new long[] {2, 4, 6}, Tenon.arange(2, 8, 2).toLongArray());
    assertEquals(3, Tenon.eye(3).sum().item());
    assertEquals(6, Tenon.eye(2, 3).numel());
    assertArrayEquals(new float[] {7, 7}, Tenon.full(new long[] {2}, 7.0).toFloatArray());
    Tenon.manualSeed(5);
    Tensor first = Tenon.randn(4);
    Tenon.manualSeed(5);
    assertTrue(first.eq(Tenon.randn(4)).all().item() == 1);
    Generator generator = new Generator();
    generator.manualSeed(9);
    Tensor state = generator.state(), drawn = Tenon.rand(new long[] {3}, generator);
    generator.setState(state);
    assertArrayEquals(drawn.toFloatArray(), Tenon.rand(new long[] {3}, generator).toFloatArray());
    assertEquals(drawn.numel(), drawn.zerosLike().numel());
  }

  @Test
  void whatATensorIs() {
    Tensor x = matrix(), view = x.t();
    assertArrayEquals(new long[] {1, 3}, view.strides());
    assertFalse(view.isContiguous());
    assertEquals(Device.CPU, x.device());
    assertEquals("cpu", x.device().toString());
    assertEquals(2, x.size(-2));
    assertEquals(4, Tenon.dtypeItemsize(x.dtype()));
    assertEquals(DType.FLOAT64, Tenon.promoteTypes(DType.FLOAT32, DType.FLOAT64));
    assertTrue(x.is(x.contiguous()));
    assertNotSame(x, x.contiguous());
    assertFalse(x.is(x.clone()));
    assertNull(x.grad());
    assertTrue(x.dataPointer() != 0);
    assertEquals(DType.FLOAT16, x.to(DType.FLOAT16).dtype());
  }

  @Test
  void textIsPyTorchs() {
    assertEquals("tensor([[1., 2., 3.],\n        [4., 5., 6.]])", matrix().toString());
    assertEquals("tensor([0.333])", Tenon.tensor(1 / 3f).toString(new PrintOptions().precision(3)));
    assertEquals("tensor([], dtype=torch.int64)", Tenon.arange(0, 0).toString());
  }

  @Test
  void operatorsByName() {
    Tensor x = matrix();
    assertArrayEquals(new float[] {5, 7, 9}, ((Tensor) Tenon.op("sum", x, new long[] {0})[0]).toFloatArray());
    Tensor wide = (Tensor) Tenon.op("sum", new Object[] {x}, Map.of("dtype", DType.FLOAT64))[0];
    assertEquals(DType.FLOAT64, wide.dtype());
    assertEquals(DType.FLOAT32, ((Tensor) Tenon.op("add.Scalar", x, true)[0]).dtype());
    assertEquals(2, Tenon.op("topk", x, 1).length);
    assertEquals("[6]", java.util.Arrays.toString(((Tensor) Tenon.op("cat", (Object) new Tensor[] {x.get(0), x.get(1)})[0]).shape()));
    assertTrue(Tenon.opNames().contains("add.Tensor"));
    assertEquals(Tenon.opNames().size(), Tenon.opSchemas().size());
    TenonException unknown = assertThrows(TenonException.class, () -> Tenon.op("sofmax", x, 1));
    assertEquals(Status.ERR_KEY, unknown.code());
    assertTrue(unknown.getMessage().contains("softmax"), unknown.getMessage());
  }

  @Test
  void indexing() {
    Tensor x = Tenon.arange(0, 24).reshape(2, 3, 4);
    assertArrayEquals(new long[] {3, 4}, x.get(1).shape());
    assertEquals(23, x.get(-1, -1, -1).itemLong());
    assertArrayEquals(new long[] {2, 2, 4}, x.get(Index.ALL, Index.from(1)).shape());
    assertArrayEquals(new long[] {2, 3, 2}, x.get(Index.ELLIPSIS, Index.slice(0, Tenon.NONE, 2)).shape());
    assertArrayEquals(new long[] {1, 2, 3, 4}, x.get(Index.NONE).shape());
    assertArrayEquals(new long[] {1, 2, 3, 4}, x.get((Object) null).shape());
    assertArrayEquals(new long[] {20, 21, 22, 23}, x.get(x.gt(19)).toLongArray());
    assertArrayEquals(new long[] {2, 2, 4}, x.get(Index.ALL, Tenon.tensor(new long[] {2, 0})).shape());
    x.set(-1, 0, 0);
    assertArrayEquals(new long[] {-1, -1, -1, -1}, x.get(0, 0).toLongArray());
    x.set(Tenon.arange(0, 4), 1, Index.to(2));
    assertArrayEquals(new long[] {0, 1, 2, 3, 0, 1, 2, 3, 20, 21, 22, 23}, x.get(1).flatten().toLongArray());
    TenonException far = assertThrows(TenonException.class, () -> x.get(2));
    assertEquals(Status.ERR_INDEX, far.code());
  }

  @Test
  void dlpackGoesBothWays() {
    Tensor x = matrix();
    Tensor same = Tenon.fromDlpack(x.toDlpack());
    same.add_(1);
    assertEquals(2, x.get(0, 0).item());
  }

  @Test
  void functional() {
    Tensor x = Tenon.randn(1, 1, 8, 8), w = Tenon.randn(2, 1, 3, 3);
    assertArrayEquals(new long[] {1, 2, 6, 6}, F.conv2d(x, w).shape());
    assertArrayEquals(new long[] {1, 2, 4, 4}, F.conv2d(x, w, null, new Conv2dOptions().stride(2).padding(1, 1)).shape());
    assertArrayEquals(new long[] {1, 1, 4, 4}, x.maxPool2d(2).shape());
    Tensor logits = Tenon.randn(4, 3), classes = Tenon.tensor(new long[] {0, 1, 2, 1});
    Tensor each = F.crossEntropy(logits, classes, new CrossEntropyOptions().reduction(Reduction.NONE).weight(Tenon.ones(3)));
    assertArrayEquals(new long[] {4}, each.shape());
    assertEquals(F.crossEntropy(logits, classes).item(), each.mean().item(), 1e-6);
    assertEquals(1, logits.softmax(1).sum(1).get(0).item(), 1e-6);
  }
}
