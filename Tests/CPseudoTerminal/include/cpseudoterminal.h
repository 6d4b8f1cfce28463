// Pseudo-terminals: the real program on a real terminal, without one.
#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <sys/types.h>

/// Size of a terminal; 0, or -1 with errno.
int rmtop_set_window_size(int tty, int rows, int columns);
/// A pseudo-terminal of a size; 0, or -1 with errno. Both ends are closed on exec.
int rmtop_open_pty(int rows, int columns, int *master, int *slave);
/// Starts a program in a session of its own whose controlling terminal is a new pseudo-terminal: its standard input
/// (unless stdin_fd >= 0), output and error. arguments and environment end with NULL; arguments[0] is the path.
/// Returns the process id and the master's descriptor, or -1 with errno.
pid_t rmtop_spawn_on_pty(
    char *const *arguments, char *const *environment, int rows, int columns, int stdin_fd, int *master);

#endif
