// Standard error goes to a nameless file while the screen is up: a message in the middle of it helps nobody.
#define _GNU_SOURCE
#include "stderr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cterminal.h"

enum { KEPT = 64 * 1024, MOST = 1024 * 1024 };

static int original = -1, captured = -1;

static void copy_tail(int to) {
  struct stat info;
  if (fstat(captured, &info) != 0) return;
  off_t offset = info.st_size > KEPT ? info.st_size - KEPT : 0;
  char buffer[4096];
  for (;;) {
    ssize_t count = pread(captured, buffer, sizeof buffer, offset);
    if (count <= 0) return;
    offset += count;
    for (ssize_t done = 0; done < count;) {
      ssize_t n = write(to, buffer + done, (size_t)(count - done));
      if (n > 0) done += n;
      else if (errno != EINTR) return;
    }
  }
}

int rmtop_stderr_capture(void) {
  if (captured >= 0 || !isatty(STDERR_FILENO)) return 0;
  const char *folder = getenv("TMPDIR");
  char path[4096];
  size_t length = folder ? strlen(folder) : 0;
  if (length == 0 || length > sizeof path - 32) {
    folder = "/tmp";
    length = 4;
  }
  memcpy(path, folder, length);
  strcpy(path + length, "/rmtop-stderr-XXXXXX");
  int file = mkostemp(path, O_APPEND | O_CLOEXEC);
  if (file < 0) return -1;
  unlink(path);
  original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (original < 0 || dup2(file, STDERR_FILENO) < 0) {
    int saved = errno;
    if (original >= 0) close(original);
    close(file);
    original = -1;
    errno = saved;
    return -1;
  }
  captured = file;
  return 0;
}

void rmtop_stderr_trim(void) {
  struct stat info;
  if (captured < 0 || fstat(captured, &info) != 0 || info.st_size <= MOST) return;
  char *tail = malloc(KEPT);
  if (!tail) return;
  ssize_t count = pread(captured, tail, KEPT, info.st_size - KEPT);
  if (count > 0 && ftruncate(captured, 0) == 0) {
    ssize_t ignored = write(captured, tail, (size_t)count);
    (void)ignored;
  }
  free(tail);
}

void rmtop_stderr_release_in_handler(void) {
  if (captured < 0) return;
  dup2(original, STDERR_FILENO);
  copy_tail(STDERR_FILENO);
  // Left open: a handler is on its way out.
  captured = -1;
}

void rmtop_stderr_release(void) {
  if (captured < 0) return;
  int file = captured, before = original;
  rmtop_stderr_release_in_handler();
  original = -1;
  close(file);
  close(before);
}
