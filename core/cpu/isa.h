#pragma once
// The instruction set that this process uses, chosen once at load from the processor's feature bits.
// TENON_ISA=baseline|avx2|avx512 in the environment asks for another, so that tests can run each of them;
// one that the processor lacks is not taken, and isa() says what is.
namespace tenon::cpu {

enum class Isa { baseline, avx2, avx512 };

Isa isa();
const char* isa_name(Isa isa);

}  // namespace tenon::cpu

// Files in core/cpu/kernels/ are compiled once for each instruction set, with TENON_ISA defined as the name
// of the namespace that holds them. Each family exports one constant table there; this declares the three,
// and name() is the one in use.
#define TENON_ISA_TABLE(Type, name)          \
  namespace baseline {                       \
  extern const Type name;                    \
  }                                          \
  namespace avx2 {                           \
  extern const Type name;                    \
  }                                          \
  namespace avx512 {                         \
  extern const Type name;                    \
  }                                          \
  inline const Type& name() {                \
    switch (isa()) {                         \
      case Isa::avx512: return avx512::name; \
      case Isa::avx2: return avx2::name;     \
      default: return baseline::name;        \
    }                                        \
  }
