// The parts of the terminal layer that have to be C: signal handlers, ncurses' macros and globals, ptys.
// Everything here belongs to one thread unless it says otherwise.
#ifndef RMTOP_CTERMINAL_H
#define RMTOP_CTERMINAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---- guard.c: the terminal is given back on every way out ----

/// At the very start: closed standard descriptors are occupied, so that no file becomes standard error, and a write
/// beyond the limit of file sizes is an error (EFBIG) instead of a signal. Handlers of fatal signals are put in place.
void rmtop_process_prepare(void);
/// Saves the terminal's modes and installs the handlers: fatal signals restore the terminal and go on to whatever
/// handled them before (sent ones end the process); TERM INT HUP QUIT WINCH TSTP CONT become bytes in a pipe, and of
/// the first four the second ends the process if the terminal takes nothing, the third always; PIPE and XFSZ are
/// ignored; all others whose default is to end the process restore the terminal and do so.
/// Returns the pipe's read end (non-blocking), or -1 with errno.
int rmtop_guard_install(int tty);
/// The bytes that give the terminal back, written by handlers (the screen's own end sequences). At most 256. They may
/// be changed while the guard is armed: a handler writes the old ones or the new ones.
void rmtop_guard_set_reset(const char *bytes, size_t count);
/// While armed, a fatal signal or exit() restores the terminal.
void rmtop_guard_arm(int armed);
/// The thread is about to write to the terminal, and may hang there.
void rmtop_guard_writing(int value);
/// Whether a signal has asked the process to end.
int rmtop_guard_is_ending(void);
/// Puts the handlers before and the terminal's modes back and closes the pipe. Harmless when not installed.
void rmtop_guard_uninstall(void);
/// Stops the process (or its whole group, as the terminal's own Ctrl-Z would) and returns when it is continued.
void rmtop_guard_stop(int whole_group);

/// From now on standard error goes to a file, if it is a terminal now; 0, or -1 with errno.
int rmtop_stderr_capture(void);
/// Keeps the captured text small: the last 64 KiB once there is a megabyte.
void rmtop_stderr_trim(void);
/// Standard error is as it was; what was captured is written to it.
void rmtop_stderr_release(void);

// ---- screen.c: ncurses ----

/// One glyph: a spacing character, up to three marks, a colour pair and attributes (RMTOP_BOLD …).
typedef struct {
  uint32_t text[4];
  int32_t pair;
  uint32_t attributes;
} rmtop_cell;

enum { RMTOP_BOLD = 1, RMTOP_DIM = 2, RMTOP_UNDERLINE = 4, RMTOP_REVERSE = 8, RMTOP_ITALIC = 16 };

/// What rmtop_screen_open can say.
enum { RMTOP_SCREEN_OK = 0, RMTOP_SCREEN_NO_TERMINAL = 1, RMTOP_SCREEN_UNKNOWN_TYPE = 2, RMTOP_SCREEN_NO_CURSOR = 3 };

/// Whether there is a terminal description of this name that a screen can be drawn with, without opening it:
/// RMTOP_SCREEN_OK, RMTOP_SCREEN_UNKNOWN_TYPE or RMTOP_SCREEN_NO_CURSOR.
int rmtop_terminal_type(const char *name);
/// Starts ncurses on a descriptor of its own (a copy is made).
int rmtop_screen_open(int tty, const char *type);
/// Ends ncurses: the terminal is as it was.
void rmtop_screen_close(void);
/// 0 without colours.
int rmtop_screen_colors(void);
/// A pair of colours; -1 is the terminal's own. Never negative: 0 (the terminal's own) when there is none to be had.
int rmtop_screen_pair(int foreground, int background);
/// Puts glyphs from a place in one row on; wide ones take two columns each. At most 4,096 are looked at.
void rmtop_screen_put(int y, int x, const rmtop_cell *cells, int count);
void rmtop_screen_erase(void);
/// Whether the terminal speaks as a VT100 does, so that it may be asked what it knows.
int rmtop_screen_takes_questions(void);
/// From now on each flush is one update of the terminal's picture (mode 2026), or no longer.
void rmtop_screen_synchronize(int value);
/// From now on the terminal reports the mouse (mode 1006), or no longer; nothing where it takes no questions.
void rmtop_screen_report_mouse(int value);
/// Sends what has changed to the terminal.
void rmtop_screen_flush(void);
/// The next flush sends everything.
void rmtop_screen_invalidate(void);
void rmtop_screen_resize(int rows, int columns);
/// Leaves the screen for a while, and comes back to it.
void rmtop_screen_leave(void);
void rmtop_screen_return(void);
/// A key: 0 none, 1 a character in *value, 2 a key in *value (one of RMTOP_KEY_…, or 0 for one that is not known).
int rmtop_screen_key(uint32_t *value);

enum {
  RMTOP_KEY_UP = 1, RMTOP_KEY_DOWN, RMTOP_KEY_LEFT, RMTOP_KEY_RIGHT, RMTOP_KEY_SHIFT_LEFT, RMTOP_KEY_SHIFT_RIGHT,
  RMTOP_KEY_PAGE_UP, RMTOP_KEY_PAGE_DOWN, RMTOP_KEY_HOME, RMTOP_KEY_END, RMTOP_KEY_INSERT, RMTOP_KEY_DELETE,
  RMTOP_KEY_BACKSPACE, RMTOP_KEY_ENTER, RMTOP_KEY_SHIFT_TAB,
  /// F1 is this plus 1.
  RMTOP_KEY_FUNCTION = 100
};

/// Columns the C library gives a character: what ncurses counts with. -1: not printable.
int rmtop_character_width(uint32_t character);
/// Takes over the locale's character set; 1 when it is UTF-8.
int rmtop_locale_is_utf8(void);
/// Takes UTF-8 whatever the environment says, where the system has such a locale.
void rmtop_locale_use_utf8(void);

// ---- pipe.c: a pipe, and the size of a terminal ----

/// A pipe, both ends non-blocking and closed on exec. 0, or -1 with errno. Any thread.
int rmtop_open_pipe(int *read_end, int *write_end);
/// Size of a terminal; 0, or -1 with errno.
int rmtop_window_size(int tty, int *rows, int *columns);

#endif
