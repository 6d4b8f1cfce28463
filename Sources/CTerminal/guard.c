// Gives the terminal back on every way out, and turns signals into bytes.
#define _GNU_SOURCE
#include "cterminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "stderr.h"

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
static const int async_signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
// Nobody sends these to a dashboard, and each ends a process that does not expect it.
static const int other_signals[] = {SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO,
#ifdef SIGPWR
                                    SIGPWR,
#endif
#ifdef SIGSTKFLT
                                    SIGSTKFLT,
#endif
};
enum {
  FATAL = sizeof fatal_signals / sizeof *fatal_signals,
  ASYNC = sizeof async_signals / sizeof *async_signals,
  OTHER = sizeof other_signals / sizeof *other_signals,
  SIGNALS = 65
};

static struct sigaction old_fatal[FATAL], old_async[ASYNC], old_other[SIGNALS], old_pipe, old_size;
static char is_other[SIGNALS];
static stack_t old_stack;
static void *stack_memory;
static struct termios saved_modes;
// Two, so that a handler never meets one that is half written.
static struct {
  char bytes[256];
  size_t count;
} resets[2];
static volatile sig_atomic_t reset_now;
static int handles_fatal, guards_fatal;
static int installed, guarded_tty = -1, signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t armed, writing, endings;

// Async-signal-safe. Also right in the background, where tcsetattr would stop us: SIGTTOU is blocked meanwhile.
static void restore_now(void) {
  if (!armed) return;
  armed = 0;
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  size_t written = 0;
  const char *bytes = resets[reset_now].bytes;
  size_t count = resets[reset_now].count;
  while (written < count) {
    ssize_t n = write(guarded_tty, bytes + written, count - written);
    if (n > 0) written += (size_t)n;
    else if (n == 0 || errno != EINTR) break;
  }
  tcsetattr(guarded_tty, TCSANOW, &saved_modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Delivered when the handler that calls this returns.
static void end_by(int number) {
  struct sigaction usual;
  memset(&usual, 0, sizeof usual);
  usual.sa_handler = SIG_DFL;
  sigemptyset(&usual.sa_mask);
  sigaction(number, &usual, NULL);
  raise(number);
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  restore_now();
  rmtop_stderr_release_in_handler();
  // One that somebody sent has no faulty instruction to come back to: after Swift's backtracer the program would go on.
  int is_sent = info->si_code <= 0 && info->si_pid != getpid();
  if (is_sent) {
    end_by(number);
    return;
  }
  // On to whoever handled it before (Swift's backtracer, or the default): delivered when this returns.
  for (int i = 0; i < FATAL; i++)
    if (fatal_signals[i] == number) sigaction(number, &old_fatal[i], NULL);
  raise(number);
}

static void on_other(int number) {
  restore_now();
  rmtop_stderr_release_in_handler();
  end_by(number);
}

// The terminal takes nothing (a stalled ssh): what waits for it is thrown away, so that giving it back cannot block.
static void end_while_stalled(int number) {
  // The next signal may be another thread's, and must not end the process before the terminal is given back.
  static atomic_flag is_leaving = ATOMIC_FLAG_INIT;
  if (atomic_flag_test_and_set(&is_leaving)) return;
  int flags = fcntl(guarded_tty, F_GETFL);
  if (flags >= 0) fcntl(guarded_tty, F_SETFL, flags | O_NONBLOCK);
  if (armed) tcflush(guarded_tty, TCOFLUSH);
  restore_now();
  if (flags >= 0) fcntl(guarded_tty, F_SETFL, flags);
  end_by(number);
}

static int asks_to_end(int number) {
  return number == SIGTERM || number == SIGHUP || number == SIGINT || number == SIGQUIT;
}

static void on_async(int number) {
  int saved = errno;
  // The first asks the run loop, which may hang in a write to the terminal; from the second on that is no excuse.
  if (asks_to_end(number) && ++endings >= 2 && (writing || endings >= 3)) {
    end_while_stalled(number);
    return;
  }
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

// Only where the default is in force: whoever ignores or handles one goes on to.
static void install_other(int number, const struct sigaction *action) {
  struct sigaction now;
  if (sigaction(number, NULL, &now) != 0 || (now.sa_flags & SA_SIGINFO) || now.sa_handler != SIG_DFL) return;
  if (sigaction(number, action, &old_other[number]) == 0) is_other[number] = 1;
}

static void install_others(const struct sigaction *action) {
  for (int i = 0; i < OTHER; i++) install_other(other_signals[i], action);
#ifdef SIGRTMIN
  for (int number = SIGRTMIN; number <= SIGRTMAX && number < SIGNALS; number++) install_other(number, action);
#endif
}

// Whether they were not in place before.
static int install_fatal(void) {
  if (handles_fatal) return 0;
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
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  for (int i = 0; i < FATAL; i++) sigaction(fatal_signals[i], &action, &old_fatal[i]);
  handles_fatal = 1;
  return 1;
}

static void uninstall_fatal(void) {
  for (int i = 0; i < FATAL; i++) sigaction(fatal_signals[i], &old_fatal[i], NULL);
  if (stack_memory) {
    sigaltstack(&old_stack, NULL);
    free(stack_memory);
    stack_memory = NULL;
  }
  handles_fatal = 0;
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
  rmtop_guard_set_reset("", 0);
  guards_fatal = install_fatal();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_handler = on_other;
  action.sa_flags = SA_ONSTACK;
  install_others(&action);
  action.sa_handler = on_async;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  for (int i = 0; i < ASYNC; i++) sigaction(async_signals[i], &action, &old_async[i]);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &old_pipe);
  // A write beyond the limit of file sizes then fails, and is said, as on a full disk.
  sigaction(SIGXFSZ, &action, &old_size);
  endings = writing = 0;
  if (!registered) {
    registered = 1;
    atexit(on_exit_restore);
  }
  installed = 1;
  return signal_pipe[0];
}

void rmtop_guard_set_reset(const char *bytes, size_t count) {
  int next = !reset_now;
  size_t kept = count < sizeof resets[next].bytes ? count : sizeof resets[next].bytes;
  memcpy(resets[next].bytes, bytes, kept);
  resets[next].count = kept;
  reset_now = next;
}

void rmtop_guard_arm(int value) { armed = installed && value; }

void rmtop_guard_writing(int value) { writing = value; }

int rmtop_guard_is_ending(void) { return endings > 0; }

void rmtop_process_prepare(void) {
  // Closed ones would be the numbers of the next files that are opened. Readable where one writes and the other way
  // round, so that use of them is still an error and not silence.
  for (int descriptor = 0; descriptor <= 2; descriptor++)
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      (void)!open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
  signal(SIGXFSZ, SIG_IGN);
  install_fatal();
}

void rmtop_guard_uninstall(void) {
  if (!installed) return;
  restore_now();
  installed = 0;
  if (guards_fatal) uninstall_fatal();
  for (int i = 0; i < ASYNC; i++) sigaction(async_signals[i], &old_async[i], NULL);
  for (int number = 1; number < SIGNALS; number++)
    if (is_other[number]) sigaction(number, &old_other[number], NULL);
  memset(is_other, 0, sizeof is_other);
  sigaction(SIGPIPE, &old_pipe, NULL);
  sigaction(SIGXFSZ, &old_size, NULL);
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
