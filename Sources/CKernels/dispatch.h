// Which instruction set the kernels of this process use: what the run-time library finds before main, so that bits
// cannot change within a run.
#ifndef RMTOP_DISPATCH_H
#define RMTOP_DISPATCH_H

enum rmtop_level { RMTOP_BASE = 0, RMTOP_AVX2 = 1, RMTOP_AVX512 = 2 };

// The highest level that kernels called on this thread may take: RMTOP_AVX512 but where a test lowers it
// (rmtop_limit_instruction_level), because a machine would otherwise run one of a kernel's variants alone.
extern _Thread_local enum rmtop_level rmtop_ceiling __attribute__((tls_model("initial-exec")));

static inline enum rmtop_level rmtop_level(void) {
#if defined(__x86_64__)
  enum rmtop_level ceiling = rmtop_ceiling;
  if (ceiling >= RMTOP_AVX512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma"))
    return RMTOP_AVX512;
  if (ceiling >= RMTOP_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return RMTOP_AVX2;
#endif
  return RMTOP_BASE;
}

#if defined(__x86_64__)
#define RMTOP_DISPATCH_AT(level, name, ...)                           \
  switch (level) {                                                    \
    case RMTOP_AVX512: name##_avx512(__VA_ARGS__); break;             \
    case RMTOP_AVX2: name##_avx2(__VA_ARGS__); break;                 \
    default: name##_base(__VA_ARGS__); break;                         \
  }
#else
#define RMTOP_DISPATCH_AT(level, name, ...) (void)(level), name##_base(__VA_ARGS__)
#endif
#define RMTOP_DISPATCH(name, ...) RMTOP_DISPATCH_AT(rmtop_level(), name, __VA_ARGS__)
#endif
