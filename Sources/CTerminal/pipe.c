// A pipe as signal handlers need it, and the size of a terminal: what Glibc's module does not show to Swift.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cterminal.h"

static int close_keeping_errno(int descriptor) {
  int saved = errno;
  close(descriptor);
  errno = saved;
  return -1;
}

static int set_flags(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) return -1;
  return fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

int rmtop_open_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  if (set_flags(ends[0]) != 0 || set_flags(ends[1]) != 0) {
    close_keeping_errno(ends[0]);
    return close_keeping_errno(ends[1]);
  }
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

int rmtop_window_size(int tty, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(tty, TIOCGWINSZ, &size) != 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}
