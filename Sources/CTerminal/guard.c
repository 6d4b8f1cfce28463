// Gives the terminal back on every way out, and turns signals into bytes.
#define _GNU_SOURCE
#include "cterminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "stderr.h"

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
static const int async_signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
enum { FATAL = sizeof fatal_signals / sizeof *fatal_signals, ASYNC = sizeof async_signals / sizeof *async_signals };

static struct sigaction old_fatal[FATAL], old_async[ASYNC], old_pipe;
static stack_t old_stack;
static void *stack_memory;
static struct termios saved_modes;
static char reset_bytes[256];
static size_t reset_count;
static int installed, guarded_tty = -1, signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t armed;

// Async-signal-safe. Also right in the background, where tcsetattr would stop us: SIGTTOU is blocked meanwhile.
static void restore_now(void) {
  if (!armed) return;
  armed = 0;
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  size_t written = 0;
  while (written < reset_count) {
    ssize_t n = write(guarded_tty, reset_bytes + written, reset_count - written);
    if (n > 0) written += (size_t)n;
    else if (n == 0 || errno != EINTR) break;
  }
  tcsetattr(guarded_tty, TCSANOW, &saved_modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void on_fatal(int number) {
  restore_now();
  rmtop_stderr_release_in_handler();
  // On to whoever handled it before (Swift's backtracer, or the default): delivered when this returns.
  for (int i = 0; i < FATAL; i++)
    if (fatal_signals[i] == number) sigaction(number, &old_fatal[i], NULL);
  raise(number);
}

static void on_async(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe already holds more signals than anybody needs.
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  errno = saved;
}

static void on_exit_restore(void) {
  restore_now();
  rmtop_stderr_release();
}

int rmtop_guard_install(int tty) {
  static int registered;
  if (installed) {
    errno = EBUSY;
    return -1;
  }
  if (tcgetattr(tty, &saved_modes) != 0) return -1;
  if (rmtop_open_pipe(&signal_pipe[0], &signal_pipe[1]) != 0) return -1;
  guarded_tty = tty;
  reset_count = 0;
  // A stack overflow has no stack left for its handler.
  size_t size = 64 * 1024;
  stack_memory = malloc(size);
  if (stack_memory) {
    stack_t stack = {.ss_sp = stack_memory, .ss_size = size};
    if (sigaltstack(&stack, &old_stack) != 0) {
      free(stack_memory);
      stack_memory = NULL;
    }
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_handler = on_fatal;
  action.sa_flags = SA_ONSTACK;
  for (int i = 0; i < FATAL; i++) sigaction(fatal_signals[i], &action, &old_fatal[i]);
  action.sa_handler = on_async;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  for (int i = 0; i < ASYNC; i++) sigaction(async_signals[i], &action, &old_async[i]);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &old_pipe);
  if (!registered) {
    registered = 1;
    atexit(on_exit_restore);
  }
  installed = 1;
  return signal_pipe[0];
}

void rmtop_guard_set_reset(const char *bytes, size_t count) {
  reset_count = 0;
  size_t kept = count < sizeof reset_bytes ? count : sizeof reset_bytes;
  memcpy(reset_bytes, bytes, kept);
  reset_count = kept;
}

void rmtop_guard_arm(int value) { armed = installed && value; }

void rmtop_guard_uninstall(void) {
  if (!installed) return;
  restore_now();
  installed = 0;
  for (int i = 0; i < FATAL; i++) sigaction(fatal_signals[i], &old_fatal[i], NULL);
  for (int i = 0; i < ASYNC; i++) sigaction(async_signals[i], &old_async[i], NULL);
  sigaction(SIGPIPE, &old_pipe, NULL);
  if (stack_memory) {
    sigaltstack(&old_stack, NULL);
    free(stack_memory);
    stack_memory = NULL;
  }
  close(signal_pipe[0]);
  close(signal_pipe[1]);
  signal_pipe[0] = signal_pipe[1] = guarded_tty = -1;
}

void rmtop_guard_stop(int whole_group) {
  // The default action of TSTP, not STOP: in a group that nobody could continue the kernel then does nothing.
  struct sigaction stopping, before;
  memset(&stopping, 0, sizeof stopping);
  stopping.sa_handler = SIG_DFL;
  sigemptyset(&stopping.sa_mask);
  sigset_t unblocked, mask;
  sigemptyset(&unblocked);
  sigaddset(&unblocked, SIGTSTP);
  sigaction(SIGTSTP, &stopping, &before);
  pthread_sigmask(SIG_UNBLOCK, &unblocked, &mask);
  kill(whole_group ? 0 : getpid(), SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &before, NULL);
}
