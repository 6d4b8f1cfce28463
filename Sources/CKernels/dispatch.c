#include "dispatch.h"
#include "engine_kernels.h"

_Thread_local enum rmtop_level rmtop_ceiling = RMTOP_AVX512;

int rmtop_instruction_level(void) { return (int)rmtop_level(); }

int rmtop_limit_instruction_level(int level) {
  int before = (int)rmtop_ceiling;
  rmtop_ceiling = level >= RMTOP_AVX512 ? RMTOP_AVX512 : level <= RMTOP_BASE ? RMTOP_BASE : RMTOP_AVX2;
  return before;
}
