// OpenBLAS starts a thread per processor as soon as it is loaded, and each of them takes 128 MiB of address space; one
// that gets none asks again for ever, before main and at its end. rmtop computes on one thread (bits must not depend on
// how many there are), and the library knows only its environment that early. So where memory is limited (`ulimit -v`,
// `ulimit -d`) the program starts again with that said, before any library's constructor has run.
#if defined(__linux__)
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int is_limited(int resource) {
  struct rlimit limit;
  return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

static void start_with_one_thread(int count, char **arguments, char **environment) {
  static const char name[] = "OPENBLAS_NUM_THREADS=";
  enum { MOST = 4096 };
  static char setting[] = "OPENBLAS_NUM_THREADS=1", path[4096];
  static char *changed[MOST + 2];
  (void)count;
  if (!is_limited(RLIMIT_AS) && !is_limited(RLIMIT_DATA)) return;
  size_t kept = 0;
  for (char **entry = environment; *entry; entry++) {
    if (strcmp(*entry, setting) == 0 || kept == MOST) return;
    if (strncmp(*entry, name, sizeof name - 1) != 0) changed[kept++] = *entry;
  }
  changed[kept] = setting;
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  execve(path, arguments, changed);
}

__attribute__((section(".preinit_array"), used)) static void (*before_constructors)(int, char **, char **) =
    start_with_one_thread;
#endif
