// labels: hostile
// The pickle machine, opcode by opcode.
#include "core/io/pickle_reader.h"

#include "core/base/error.h"
#include "core/io/torch_file.h"
#include "tests/core/io/show_tree.h"
#include "tests/test.h"

using namespace tenon;

namespace {

// Bytes with zeros in them.
#define B(text) std::string(text, sizeof(text) - 1)

struct Case {
  std::string pickle;
  const char* wanted;
};

Ref<Tree> read(const std::string& pickle, bool inert) {
  LoadLimits limits;
  limits.inert = inert;
  return read_torch_file(Source::of_bytes(pickle.data(), pickle.size(), "p"), limits);
}

std::string outcome(const std::string& pickle, bool inert) {
  try {
    return show(*read(pickle, inert));
  } catch (const Error& e) {
    return std::string(e.status() == Status::io ? "io: " : "unsupported: ") + e.what();
  }
}

template <size_t n>
void expect_all(const Case (&cases)[n], bool inert = false) {
  for (const Case& c : cases) {
    std::string got = outcome(c.pickle, inert);
    if (got != c.wanted) fail_msg("%s\n  instead of %s", got.c_str(), c.wanted);
  }
}

template <size_t n>
void expect_refused(const Case (&cases)[n], bool inert = false) {
  for (const Case& c : cases) {
    std::string got = outcome(c.pickle, inert);
    bool refused = got.compare(0, 4, "io: ") == 0 || got.compare(0, 13, "unsupported: ") == 0;
    if (!refused || got.find(c.wanted) == got.npos)
      fail_msg("%s\n  and '%s' was wanted in it", got.c_str(), c.wanted);
  }
}

void test_numbers(void**) {
  const Case cases[] = {
      {B("\x80\x02N."), "None"},
      {B("\x80\x02\x88."), "True"},
      {B("\x80\x02\x89."), "False"},
      {B("\x80\x02K\xff."), "255"},
      {B("\x80\x02M\xff\xfe."), "65279"},
      {B("\x80\x02J\xfe\xff\xff\xff."), "-2"},
      {B("\x80\x02G\x3f\xe0\0\0\0\0\0\0."), "0.5"},
      {B("\x80\x02\x8a\0."), "0"},
      {B("\x80\x02\x8a\x01\xff."), "-1"},
      {B("\x80\x02\x8a\x02\xff\0."), "255"},
      {B("\x80\x02\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f."), "9223372036854775807"},
      {B("\x80\x02\x8a\x09\0\0\0\0\0\0\0\x80\xff."), "-9223372036854775808"},
      {B("\x80\x02\x8a\x0a\x01\0\0\0\0\0\0\0\0\0."), "1"},
      {B("\x80\x02\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\0."), "big:ffffffffffffffff00"},
      {B("\x80\x02\x8b\x02\0\0\0\x00\x80."), "-32768"},
      {B("I01\n."), "True"},
      {B("I00\n."), "False"},
      {B("I1\n."), "1"},
      {B("I-70000000000\n."), "-70000000000"},
      {B("L0L\n."), "0"},
      {B("L-9223372036854775808L\n."), "-9223372036854775808"},
      {B("L9223372036854775808L\n."), "big:000000000000008000"},
      {B("L-9223372036854775809L\n."), "big:ffffffffffffff7fff"},
      {B("L340282366920938463463374607431768211455\n."), "big:ffffffffffffffffffffffffffffffff00"},
      {B("F1e-3\n."), "0.001"},
      {B("F-inf\n."), "-inf"},
      {B("F1e999\n."), "inf"},
      {B("F-1e-999\n."), "-0.0"},
      {B("Fnan\n."), "nan"},
  };
  expect_all(cases);
}

void test_texts(void**) {
  const Case cases[] = {
      {B("\x80\x02X\x03\0\0\0a\xc3\xa4."), "'a\xc3\xa4'"},
      {B("\x80\x04\x8c\x01x."), "'x'"},
      {B("\x80\x04\x8d\x02\0\0\0\0\0\0\0xy."), "'xy'"},
      {B("\x80\x02U\x01x."), "'x'"},
      {B("\x80\x02U\x01\xff."), "b'\xff'"},
      {B("\x80\x02T\x01\0\0\0y."), "'y'"},
      {B("\x80\x03"
         "C\x01z."),
       "b'z'"},
      {B("\x80\x03"
         "B\x01\0\0\0z."),
       "b'z'"},
      {B("\x80\x04\x8e\x01\0\0\0\0\0\0\0z."), "b'z'"},
      {B("\x80\x05\x96\x01\0\0\0\0\0\0\0z."), "b'z'"},
      {B("S'a\\n\\x41\\\\\\'\\101\\q'\n."), "'a\nA\\'A\\q'"},
      {B("S\"it's\"\n."), "'it's'"},
      {B("Vab\\u00e4\\U0001f600\xe4\\\\u0041\\n\n."), "'ab\xc3\xa4\xf0\x9f\x98\x80\xc3\xa4\\\\u0041\\n'"},
      {B("V\n."), "''"},
  };
  expect_all(cases);
}

void test_containers(void**) {
  const Case cases[] = {
      {B("\x80\x02)."), "()"},
      {B("(I1\nI2\nt."), "(1, 2)"},
      {B("\x80\x02K\x01\x85."), "(1)"},
      {B("\x80\x02K\x01K\x02\x86."), "(1, 2)"},
      {B("\x80\x02K\x01K\x02K\x03\x87."), "(1, 2, 3)"},
      {B("\x80\x02]."), "[]"},
      {B("\x80\x02]K\x01"
         "a(K\x02K\x03"
         "e."),
       "[1, 2, 3]"},
      {B("(I1\n(I2\nll."), "[1, [2]]"},
      {B("\x80\x02}K\x01Ns(K\x02NK\x03Nu."), "{1: None, 2: None, 3: None}"},
      {B("(I1\nNd."), "{1: None}"},
      {B("\x80\x04\x8f(K\x01K\x02\x90."), "set[1, 2]"},
      {B("\x80\x04(K\x01\x91."), "frozenset[1]"},
      // Of a key that is there twice the last value stays, at the first place; True is 1.
      {B("\x80\x02}(K\x01NK\x02N\x88K\x05u."), "{1: 5, 2: None}"},
      {B("\x80\x02}(U\x01"
         "aNU\x01"
         "aK\x07u."),
       "{'a': 7}"},
      // Shared: what is put in after it was put in elsewhere is in both.
      {B("\x80\x02]q\0h\0\x86h\0K\x06"
         "a0."),
       "([6], [6])"},
  };
  expect_all(cases);
}

void test_stack_and_memo(void**) {
  const Case cases[] = {
      {B("\x80\x02K\x01K\x02"
         "0."),
       "1"},
      {B("\x80\x02K\x01(K\x02"
         "1."),
       "1"},
      {B("\x80\x02K\x01(0."), "1"},
      {B("\x80\x02K\x01"
         "2\x86."),
       "(1, 1)"},
      {B("\x80\x02K\x01q\x05K\x02r\xff\xff\xff\xffh\x05j\xff\xff\xff\xff\x87."), "(2, 1, 2)"},
      {B("I1\np3\n0I2\np0\n0g3\ng0\n\x86."), "(1, 2)"},
      {B("\x80\x04K\x01\x94K\x02\x94h\0h\x01\x86."), "(1, 2)"},
      // A number that was given before is given anew, and those in between don't count.
      {B("\x80\x04K\x01q\x02K\x02\x94K\x03\x94K\x04q\x02h\x02h\x01\x86."), "(4, 2)"},
      {B("\x80\x04\x95\x02\0\0\0\0\0\0\0K\x01."), "1"},
  };
  expect_all(cases);
}

void test_names_and_calls(void**) {
  const Case cases[] = {
      {B("ccollections\nOrderedDict\n)R."), "collections.OrderedDict{}"},
      {B("ccollections\nOrderedDict\n((lp0\n(S'a'\nI1\nlatR}S'_metadata'\nNsb."),
       "collections.OrderedDict{'a': 1}"},
      {B("ccollections\ndefaultdict\nc__builtin__\nint\n\x85R(I1\nI2\nu."), "collections.defaultdict{1: 2}"},
      {B("ccollections\nCounter\n}I1\nI2\ns\x85R."), "collections.Counter{1: 2}"},
      {B("ccollections\ndeque\n)R(I1\nI2\ne."), "collections.deque[1, 2]"},
      {B("cbuiltins\nset\n](I1\ne\x85R."), "set[1]"},
      {B("cbuiltins\nlist\n]I1\na\x85R."), "[1]"},
      {B("ctorch\nSize\n(I2\nI3\nt\x85R."), "torch.Size(2, 3)"},
      {B("ctorch\nfloat16\n."), "torch.dtype.float16"},
      {B("ctorch\ndevice\n(S'cuda'\nI1\ntR."), "torch.device'cuda:1'"},
      {B("ctorch.serialization\n_get_layout\nS'torch.strided'\n\x85R."), "torch.layout'torch.strided'"},
      {B("c_codecs\nencode\nV\xff\nS'latin1'\n\x86R."), "b'\xff'"},
      {B("c__builtin__\nbytes\n)R."), "b''"},
      {B("cbuiltins\nbytearray\nS'x'\nS'latin-1'\n\x86R."), "b'x'"},
      {B("(icollections\nOrderedDict\n."), "collections.OrderedDict{}"},
      {B("(ccollections\nOrderedDict\no."), "collections.OrderedDict{}"},
      {B("ccollections\nOrderedDict\n)\x81."), "collections.OrderedDict{}"},
      {B("ccollections\nOrderedDict\n)}\x92."), "collections.OrderedDict{}"},
      {B("\x80\x04\x8c\x0b"
         "collections\x8c\x0bOrderedDict\x93)R."),
       "collections.OrderedDict{}"},
      {B("ccopy_reg\n_reconstructor\n(ccollections\nOrderedDict\nc__builtin__\ndict\nNtR."),
       "collections.OrderedDict{}"},
      {B("ctorch.jit._pickle\nbuild_intlist\n]I1\na\x85R."), "[1]"},
  };
  expect_all(cases);
}

void test_numpy(void**) {
#define DTYPE(code) "cnumpy\ndtype\nS'" code "'\nI0\nI1\n\x87R(I3\nS'<'\nNNNI-1\nI-1\nI0\ntb"
#define BIG_DTYPE(code) "cnumpy\ndtype\nS'" code "'\nI0\nI1\n\x87R(I3\nS'>'\nNNNI-1\nI-1\nI0\ntb"
#define SCALAR(dtype, bytes) B("cnumpy.core.multiarray\nscalar\n" dtype "S'" bytes "'\n\x86R.")
#define ARRAY(shape, dtype, order, bytes)                                                                  \
  B("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n(I0\ntS'b'\n\x87R(I1\n(" shape "t" dtype order \
    "S'" bytes "'\ntb.")
  const Case cases[] = {
      {SCALAR(DTYPE("f8"), "\\0\\0\\0\\0\\0\\0\\xe0?"), "numpy.float640.5"},
      {SCALAR(DTYPE("f4"), "\\0\\0\\0?"), "numpy.float320.5"},
      {SCALAR(DTYPE("f2"), "\\x008"), "numpy.float160.5"},
      {SCALAR(BIG_DTYPE("f4"), "?\\0\\0\\0"), "numpy.float320.5"},
      {SCALAR(DTYPE("i2"), "\\xfe\\xff"), "numpy.int16-2"},
      {SCALAR(DTYPE("u8"), "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"), "numpy.uint64big:ffffffffffffffff00"},
      {SCALAR(DTYPE("u4"), "\\xff\\xff\\xff\\xff"), "numpy.uint324294967295"},
      {SCALAR(DTYPE("b1"), "\\x01"), "numpy.bool_True"},
      {SCALAR(DTYPE("U2"), "a\\0\\0\\0\\xe4\\0\\0\\0"), "numpy.str_'a\xc3\xa4'"},
      {SCALAR(DTYPE("S2"), "ab"), "numpy.bytes_b'ab'"},
      {B(DTYPE("f4") "."), "numpy.dtype.float32"},
      {ARRAY("I2\n", DTYPE("i1"), "I00\n", "ab"), "numpy.ndarray<int8 [2]>"},
      {ARRAY("I2\nI3\n", DTYPE("b1"), "I01\n", "abcdef"), "numpy.ndarray<bool [2, 3] strided[1, 2]>"},
      {ARRAY("I0\nI3\n", DTYPE("f4"), "I00\n", ""), "numpy.ndarray<float32 [0, 3]>"},
      {ARRAY("", DTYPE("f2"), "I00\n", "ab"), "numpy.ndarray<float16 []>"},
      {B("\x80\x05"
         "cnumpy.core.numeric\n_frombuffer\n(C\x02"
         "ab" DTYPE("u1") "K\x02\x85X\x01\0\0\0CtR."),
       "numpy.ndarray<uint8 [2]>"},
  };
  expect_all(cases);
  Ref<Tree> array = read(ARRAY("I2\n", BIG_DTYPE("i2"), "I00\n", "\\x01\\x02\\xff\\xfe"), false);
  assert_int_equal(array->tensor->as<int16_t>()[0], 0x102);
  assert_int_equal(array->tensor->as<int16_t>()[1], -2);
  const Case bad[] = {
      {SCALAR(DTYPE("f4"), "abc"), "3 bytes"},
      {SCALAR(DTYPE("c8"), "abcdefgh"), "'<c8', which Tenon does not have"},
      {SCALAR(DTYPE("f16"), "abcdefghabcdefgh"), "'<f16', which Tenon does not have"},
      {SCALAR(DTYPE("U1"), "\\xff\\xff\\xff\\xff"), "U+FFFFFFFF"},
      {SCALAR("I1\n", ""), "not a numpy.dtype"},
      {ARRAY("I3\n", DTYPE("i1"), "I00\n", "ab"), "2 bytes"},
      {ARRAY("I-1\n", DTYPE("i1"), "I00\n", "ab"), "negative"},
      {ARRAY("I4294967296\nI4294967296\n", DTYPE("i1"), "I00\n", ""), "more elements than fit"},
      {ARRAY("I2\n", DTYPE("u2"), "I00\n", "abcd"), "'<u2', which Tenon does not have"},
      {ARRAY("I1\n", DTYPE("O8"), "I00\n", "abcdefgh"), "'<O8', which Tenon does not have"},
      {ARRAY("I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\n", DTYPE("i1"), "I00\n", "a"),
       "13 dimensions"},
      {B("cnumpy\ndtype\nS'V8'\n\x85R(I3\nS'|'\nN(S'a'\ntNI8\nI1\nI0\ntb."), "with fields"},
  };
  expect_refused(bad);
}

void test_inert(void**) {
  const Case cases[] = {
      {B("cos\nsystem\nS'true'\n\x85R."), "<os.system('true') | None | None>"},
      {B("cos\nsystem\n."), "<type('os.system') | None | None>"},
      {B("cmnist\nNet\n)\x81}S'x'\nI1\nsb."), "<mnist.Net() | {'x': 1} | None>"},
      {B("cmy\nList\n)\x81(I1\nI2\neI3\na."), "<my.List() | None | [1, 2, 3]>"},
      {B("cmy\nDict\n)\x81I1\nI2\ns."), "<my.Dict() | None | {1: 2}>"},
      {B("cmy\nA\n(I1\nt}S'k'\nI2\ns\x92."), "<my.A(1, {'k': 2}) | None | None>"},
      {B("(iold\nClass\n}S'x'\nI3\nsb."), "<old.Class() | {'x': 3} | None>"},
      {B("ccopy_reg\n_reconstructor\n(cmy\nA\nc__builtin__\nobject\nNtR."), "<my.A() | None | None>"},
      {B("ctorch\ncomplex64\n."), "<type('torch.complex64') | None | None>"},
      {B("cbuiltins\ncomplex\nF1\nF2\n\x86R."), "<builtins.complex(1.0, 2.0) | None | None>"},
      {ARRAY("I1\n", DTYPE("c8"), "I00\n", "abcdefgh"),
       "<numpy.ndarray(<type('numpy.ndarray') | None | None>, (0), 'b') | (1, (1), <numpy.dtype('c8') | None "
       "| "
       "None>, False, 'abcdefgh') | None>"},
  };
  expect_all(cases, true);
  const Case bad[] = {
      {B("cos\nsystem\n}b."), "os.system is to be changed"},
      {B("cos\nsystem\nI1\na."), "can't be given elements"},
      {B("cmy\nA\n)\x81I1\naI1\nI2\ns."), "elements and keys"},
      {B("\x80\x02\x82\x01."), "number 1 of Python's extension registry"},
      {B("\x80\x02\x84\x01\0\x01\0."), "number 65537 of Python's extension registry"},
      {B("\x80\x02K\x01Q."), "outside of the file"},
      {B("Pabc\n."), "outside of the file"},
      {B("I1\n)R."), "an int is called"},
      {B("cmy\nA\n]R."), "are a list, not a tuple"},
      {B("(I1\no."), "what is no class"},
      {B("(o."), "what is no class"},
      {B("cmy\nA\n)]\x92."), "named arguments are no dict"},
      {B("\x80\x04K\x01K\x02\x93."), "a name is no text"},
      {B("c\xff\nA\n."), "a name is not UTF-8"},
      {B("ccopy_reg\n__newobj__\n(ccopy_reg\n__newobj__\nccopy_reg\n__newobj__\ntR."), "argument 0"},
  };
  expect_refused(bad, true);
}

void test_unknown_names(void**) {
  const Case bad[] = {
      {B("cos\nsystem\n."), "asks for os.system"},
      {B("\x80\x04\x8c\x05torch\x8c\x09os.system\x93."), "asks for torch.os.system"},
      {B("(ios\nsystem\n."), "asks for os.system"},
      {B("cbuiltins\ngetattr\n."), "asks for builtins.getattr"},
      {B("ctorch\ncomplex64\n."), "torch.complex64, a dtype"},
      {B("cbuiltins\ncomplex\nF1\nF2\n\x86R."), "builtins.complex is called"},
      {B("}S'model'\n}S'w'\ncmy\nA\nss."), "in 'model/w': it asks for my.A"},
      {B("}(S'a'\nNI7\n}(S'w'\n(cmy\nA\ntuu."), "in '7/w': it asks for my.A"},
  };
  expect_refused(bad);
}

void test_broken(void**) {
  const Case bad[] = {
      {B("\x80\x06N."), "protocol 6"},
      {B("\x80\x02"), "ends too soon"},
      {B("\x80\x02N"), "ends too soon"},
      {B("\x80\x02."), "too few values"},
      {B("\x80\x02N(."), "too few values"},
      {B("\x80\x02\xffN."), "0xff is no opcode"},
      {B("\x80\x02N.N."), "2 bytes behind it"},
      {B("\x80\x02t."), "no mark"},
      {B("\x80\x02"
         "0."),
       "no mark"},
      {B("\x80\x02N(\x85."), "too few values"},
      {B("\x80\x02K\x01K\x02\x87."), "too few values"},
      {B("\x80\x02h\x07."), "number 7"},
      {B("\x80\x02j\xff\xff\xff\xff."), "number 4294967295"},
      {B("\x80\x02Ng-1\n."), "'-1' is no number to keep by"},
      {B("\x80\x02q\0."), "too few values"},
      {B("\x80\x02}(Nu."), "without a value"},
      {B("(Nd."), "without a value"},
      {B("\x80\x02}]Ns."), "a list can't be the key"},
      {B("\x80\x02}}Ns."), "a dict can't be the key"},
      {B("\x80\x02NNa."), "None can't be given elements"},
      {B("\x80\x02]NNs."), "a list can't be given elements"},
      {B("\x80\x02}Na."), "a dict can't be given elements"},
      {B("\x80\x02X\xff\xff\xff\x7fx."), "2147483647 bytes are to follow, and there are 2"},
      {B("\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xffx."), "18446744073709551615 bytes"},
      {B("\x80\x02T\xff\xff\xff\xffx."), "-1 bytes"},
      {B("\x80\x02\x8b\xff\xff\xff\xff."), "-1 bytes"},
      {B("\x80\x02X\x01\0\0\0\xff."), "not UTF-8"},
      {B("\x80\x02X\x03\0\0\0\xed\xa0\x80."), "not UTF-8"},
      {B("\x80\x02X\x02\0\0\0\xc0\x80."), "not UTF-8"},
      {B("V\\ud800\n."), "U+D800"},
      {B("V\\u12\n."), "lacks digits"},
      {B("Sabc\n."), "no quotes"},
      {B("S'\n."), "no quotes"},
      {B("S'a\\'\n."), "within an escape"},
      {B("S'\\x1'\n."), "lacks digits"},
      {B("I\n."), "no integer"},
      {B("I1x\n."), "no integer"},
      {"L" + std::string(5000, '1') + "L\n.", "no integer of up to 4300 digits"},
      {B("F\n."), "no number"},
      {B("F1,5\n."), "no number"},
      {B("F0x1p3\n."), "no number"},
      {B("F1\0\n."), "no number"},
      {B("\x80\x04\x95\0\0\0\0\0\0\0\x10N."), "a frame is to have 1152921504606846976 bytes"},
      {B("\x80\x04\x95\x04\0\0\0\0\0\0\0K\x01."), "a frame is to have 4 bytes, and 3 follow"},
      {B("\x80\x05\x97."), "buffers outside"},
      {B("\x80\x02Nb."), "too few values"},
      {B("\x80\x02NNb."), "None is given a state"},
      {B("ccollections\nOrderedDict\nI1\n\x85R."), "not a dict or a list of pairs"},
      {B("ccollections\nOrderedDict\n]I1\na\x85R."), "not a list of pairs"},
      {B("cbuiltins\nlist\nI1\n\x85R."), "not a list or tuple"},
      {B("c_codecs\nencode\nV\\u0100\nS'latin1'\n\x86R."), "not Latin-1"},
      {B("c_codecs\nencode\nVa\nS'rot13'\n\x86R."), "the encoding 'rot13'"},
      {B("ctorch\nSize\nI1\n\x85R."), "not a list or tuple"},
      {B("ctorch\ndevice\nI1\n\x85R."), "not a str"},
  };
  expect_refused(bad);
}

// What would keep itself alive for ever.
void test_circles(void**) {
  const Case bad[] = {
      {B("\x80\x02]q\0h\0a."), "contains itself"},
      {B("\x80\x02}q\0K\x01h\0s."), "contains itself"},
      {B("\x80\x02]q\0h\0\x85"
         "a."),
       "contains itself"},
      {B("\x80\x02]q\0]q\x01h\0a0h\x01"
         "aK\x05."),
       "contains itself"},  // nowhere in the result
      {B("\x80\x02"
         "cmy\nA\n)\x81q\0}K\x01h\0sb."),
       "contains itself"},
      {B("\x80\x02"
         "cmy\nA\n)\x81q\0h\0a."),
       "contains itself"},
      {B("\x80\x02"
         "cmy\nA\n]q\0\x85R0h\0h\0\x85"
         "a."),
       "contains itself"},
      // One that fails for another reason.
      {B("\x80\x02]q\0h\0a\xff"), "no opcode"},
  };
  expect_refused(bad, true);
}

std::string repeated(const std::string& part, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

void test_deep_and_many(void**) {
  Ref<Tree> deepest = read(repeated("]", 10002) + repeated("a", 10001) + ".", false);
  int levels = 1;
  for (const Tree* list = deepest.get(); list->count(); list = list->items[0].get()) ++levels;
  assert_int_equal(levels, 10002);
  std::string deeper = outcome(repeated("]", 10003) + repeated("a", 10002) + ".", false);
  if (deeper.find("more than 10000 deep") == deeper.npos) fail_msg("%s", deeper.c_str());
  // Tuples can nest without any container.
  std::string tuples = outcome("N" + repeated("\x85", 1000000) + ".", false);
  if (tuples.find("more than 10000 deep") == tuples.npos) fail_msg("%s", tuples.c_str());
  // 10 to the power of 40 elements, if they were counted out.
  std::string bomb = B("\x80\x02]");
  for (char i = 0; i < 40; ++i)
    bomb += std::string("q") + i + "0](" + repeated(std::string("h") + i, 10) + "e";
  assert_int_equal(read(bomb + ".", false)->count(), 10);
  std::string marks = outcome(repeated("(", 1000000) + ".", false);
  if (marks.find("too few values") == marks.npos) fail_msg("%s", marks.c_str());
}

// Small files can't make values that take all memory.
void test_budget(void**) {
  LoadLimits limits;
  limits.most_inflated = 1000;
  auto refused = [&](const std::string& pickle) {
    try {
      read_torch_file(Source::of_bytes(pickle.data(), pickle.size(), "p"), limits);
    } catch (const Error& e) {
      assert_true(e.status() == Status::io);
      assert_non_null(strstr(e.what(), "far more than the file"));
      return true;
    }
    return false;
  };
  // A megabyte made of the same kilobyte over and over.
  std::string copies = "c_codecs\nencode\nV" + std::string(3000, 'x') + "\nS'latin1'\n\x86q\x01" +
                       "0c_codecs\nencode\nq\x02" + "0(";
  assert_false(refused(copies + "h\x02h\x01Rl."));
  assert_true(refused(copies + repeated("h\x02h\x01R", 1000) + "l."));
}

// A pickle in pieces of every length, read through a buffer.
void test_long_texts(void**) {
  for (size_t length : {16380, 16384, 16390, 40000}) {
    std::string text(length, 'x');
    std::string pickle =
        "(V" + text + "\nX" + std::string{char(length), char(length >> 8), 0, 0} + text + "I5\nt.";
    if (outcome(pickle, false) != "('" + text + "', '" + text + "', 5)")
      fail_msg("texts of %zu bytes", length);
  }
}

int64_t live;
int begin(void**) {
  live = memory_stats().live_blocks;
  return 0;
}
int end(void**) { return memory_stats().live_blocks != live; }

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      test(test_numbers),         test(test_texts),   test(test_containers),    test(test_stack_and_memo),
      test(test_names_and_calls), test(test_numpy),   test(test_inert),         test(test_unknown_names),
      test(test_broken),          test(test_circles), test(test_deep_and_many), test(test_budget),
      test(test_long_texts),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
