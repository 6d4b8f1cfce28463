// Pseudo-terminals for tests: what Glibc's module does not show to Swift, and what must happen between fork and exec.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cpseudoterminal.h"

static int close_keeping_errno(int descriptor) {
  int saved = errno;
  close(descriptor);
  errno = saved;
  return -1;
}

int rmtop_set_window_size(int tty, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(tty, TIOCSWINSZ, &size);
}

int rmtop_open_pty(int rows, int columns, int *master, int *slave) {
  int first = posix_openpt(O_RDWR | O_NOCTTY);
  if (first < 0) return -1;
  if (fcntl(first, F_SETFD, FD_CLOEXEC) < 0 || grantpt(first) != 0 || unlockpt(first) != 0)
    return close_keeping_errno(first);
  const char *name = ptsname(first);
  if (!name) return close_keeping_errno(first);
  int second = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (second < 0) return close_keeping_errno(first);
  if (rmtop_set_window_size(second, rows, columns) != 0) {
    close_keeping_errno(second);
    return close_keeping_errno(first);
  }
  *master = first;
  *slave = second;
  return 0;
}

// Between fork and exec: async-signal-safe calls only. What goes wrong is written to `report`.
static void become(
    char *const *arguments, char *const *environment, int slave, int stdin_fd, int report) {
  static const int defaults[] = {SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP, SIGTTOU, SIGTTIN, SIGCONT};
  for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) signal(defaults[i], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  // Copies above 2 first, so that no dup2 overwrites a descriptor that is still needed.
  int terminal = fcntl(slave, F_DUPFD_CLOEXEC, 3);
  int input = fcntl(stdin_fd >= 0 ? stdin_fd : slave, F_DUPFD_CLOEXEC, 3);
  if (setsid() >= 0 && ioctl(terminal, TIOCSCTTY, 0) == 0 && dup2(input, STDIN_FILENO) >= 0 &&
      dup2(terminal, STDOUT_FILENO) >= 0 && dup2(terminal, STDERR_FILENO) >= 0) {
    for (int i = 3; i < 1024; i++)
      if (i != report) close(i);
    execve(arguments[0], arguments, environment);
  }
  int error = errno;
  ssize_t ignored = write(report, &error, sizeof error);
  (void)ignored;
  _exit(127);
}

pid_t rmtop_spawn_on_pty(
    char *const *arguments, char *const *environment, int rows, int columns, int stdin_fd, int *master) {
  int slave, report[2];
  if (rmtop_open_pty(rows, columns, master, &slave) != 0) return -1;
  if (pipe(report) != 0) {
    close_keeping_errno(slave);
    return close_keeping_errno(*master);
  }
  fcntl(report[0], F_SETFD, FD_CLOEXEC);
  fcntl(report[1], F_SETFD, FD_CLOEXEC);
  pid_t child = fork();
  if (child == 0) become(arguments, environment, slave, stdin_fd, report[1]);
  close_keeping_errno(slave);
  close_keeping_errno(report[1]);
  int error = errno;
  ssize_t count = 0;
  if (child > 0) {
    // Closed by a successful exec: then there is nothing to read.
    do count = read(report[0], &error, sizeof error);
    while (count < 0 && errno == EINTR);
  }
  close(report[0]);
  if (child < 0 || count > 0) {
    if (child > 0) waitpid(child, NULL, 0);
    close(*master);
    errno = error;
    return -1;
  }
  return child;
}
