// The few calls of ncurses that the terminal layer is made of.
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
// Before term.h, whose macros take names like "columns".
#include "cterminal.h"

#include <ncurses.h>
#include <term.h>
#undef columns
#undef lines

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static FILE *stream;
static SCREEN *screen;
static int brackets_pastes, synchronizes, reports_mouse;

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";
// Buttons, movement with a button held, and both in decimal numbers that know no edge of the screen.
static const char mouse_on[] = "\033[?1000h\033[?1002h\033[?1006h",
                  mouse_off[] = "\033[?1006l\033[?1002l\033[?1000l";
static const char update_begins[] = "\033[?2026h", update_ends[] = "\033[?2026l";

int rmtop_terminal_type(const char *name) {
  int error = 0;
  TERMINAL *before = cur_term;
  if (setupterm((char *)name, STDOUT_FILENO, &error) != OK) return RMTOP_SCREEN_UNKNOWN_TYPE;
  const char *move = tigetstr("cup");
  int result = move && move != (char *)-1 ? RMTOP_SCREEN_OK : RMTOP_SCREEN_NO_CURSOR;
  if (cur_term != before) {
    TERMINAL *made = cur_term;
    set_curterm(before);
    del_curterm(made);
  }
  return result;
}

// Past ncurses, which knows nothing of it. A terminal that does not know the mode ignores it.
static void say(const char *text) {
  size_t left = strlen(text);
  rmtop_guard_writing(1);
  while (left > 0) {
    ssize_t count = write(fileno(stream), text, left);
    if (count > 0) {
      text += count;
      left -= (size_t)count;
    } else if (errno != EINTR) {
      break;
    }
  }
  rmtop_guard_writing(0);
}

// A capability without its padding, appended.
static void append(char *bytes, size_t *count, size_t room, const char *name) {
  const char *text = tigetstr((char *)name);
  if (!text || text == (char *)-1) return;
  while (*text && *count < room) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end) {
        text = end + 1;
        continue;
      }
    }
    bytes[(*count)++] = *text++;
  }
}

// What a handler writes to give the terminal back.
static void set_reset(void) {
  char reset[256];
  size_t count = 0;
  if (synchronizes) {
    memcpy(reset, update_ends, sizeof update_ends - 1);
    count = sizeof update_ends - 1;
  }
  if (brackets_pastes) {
    memcpy(reset + count, paste_off, sizeof paste_off - 1);
    count += sizeof paste_off - 1;
  }
  if (reports_mouse) {
    memcpy(reset + count, mouse_off, sizeof mouse_off - 1);
    count += sizeof mouse_off - 1;
  }
  static const char *const capabilities[] = {"sgr0", "cnorm", "rmkx", "rmcup"};
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
    append(reset, &count, sizeof reset - 2, capabilities[i]);
  memcpy(reset + count, "\r\n", 2);
  rmtop_guard_set_reset(reset, count + 2);
}

static void define(const char *sequence, int key) {
  if (key_defined(sequence) == 0) define_key(sequence, key);
}

// Keys whose sequences all today's terminals send, whatever the terminal's description has.
static void define_keys(void) {
  // Reports of the mouse come as they are: ncurses would take their beginning for a key, and leave the rest as letters.
  define_key(NULL, KEY_MOUSE);
  define("\033[1;2D", KEY_SLEFT);
  define("\033[1;2C", KEY_SRIGHT);
  define("\033[Z", KEY_BTAB);
  define("\033[H", KEY_HOME);
  define("\033OH", KEY_HOME);
  define("\033[1~", KEY_HOME);
  define("\033[F", KEY_END);
  define("\033OF", KEY_END);
  define("\033[4~", KEY_END);
  define("\033[A", KEY_UP);
  define("\033[B", KEY_DOWN);
  define("\033[C", KEY_RIGHT);
  define("\033[D", KEY_LEFT);
  define("\033[5~", KEY_PPAGE);
  define("\033[6~", KEY_NPAGE);
  define("\033[3~", KEY_DC);
}

int rmtop_screen_open(int tty, const char *type) {
  if (screen) return RMTOP_SCREEN_NO_TERMINAL;
  int copy = fcntl(tty, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return RMTOP_SCREEN_NO_TERMINAL;
  stream = fdopen(copy, "r+");
  if (!stream) {
    close(copy);
    return RMTOP_SCREEN_NO_TERMINAL;
  }
  // The size comes from the terminal itself: exported LINES and COLUMNS are of some other time. (With use_env alone
  // ncurses would ask the description only, and refuse terminals whose description has no size.)
  use_env(FALSE);
  use_tioctl(TRUE);
  screen = newterm(type, stream, stream);
  if (!screen) {
    fclose(stream);
    stream = NULL;
    return RMTOP_SCREEN_UNKNOWN_TYPE;
  }
  // Only to terminals that speak as a VT100 does.
  const char *move = tigetstr("cup");
  brackets_pastes = move && move != (char *)-1 && strncmp(move, "\033[", 2) == 0;
  synchronizes = reports_mouse = 0;
  set_reset();
  rmtop_guard_arm(1);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  raw();
  noecho();
  nonl();
  set_escdelay(25);
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  define_keys();
  if (brackets_pastes) say(paste_on);
  return RMTOP_SCREEN_OK;
}

// A terminal without a second screen keeps the last frame: the shell's prompt comes on its last line, which is cleared.
static void clear_prompt_line(void) {
  const char *other = tigetstr("rmcup");
  if (other && other != (char *)-1) return;
  wmove(stdscr, getmaxy(stdscr) - 1, 0);
  wclrtoeol(stdscr);
  wrefresh(stdscr);
}

static void leave(void) {
  struct pollfd entry = {.fd = fileno(stream), .events = POLLOUT};
  // It takes nothing (a stalled ssh), and the process is to end: what waits is thrown away, and there is room again.
  if (rmtop_guard_is_ending() && poll(&entry, 1, 0) == 0) tcflush(fileno(stream), TCOFLUSH);
  // Also where no update is open: its end may be in what was thrown away.
  if (synchronizes) say(update_ends);
  rmtop_guard_writing(1);
  clear_prompt_line();
  endwin();
  rmtop_guard_writing(0);
  if (reports_mouse) say(mouse_off);
  if (brackets_pastes) say(paste_off);
  rmtop_guard_arm(0);
}

void rmtop_screen_close(void) {
  if (!screen) return;
  leave();
  delscreen(screen);
  fclose(stream);
  screen = NULL;
  stream = NULL;
}

int rmtop_screen_colors(void) { return screen && has_colors() ? COLORS : 0; }

int rmtop_screen_pair(int foreground, int background) {
  if (foreground < 0 && background < 0) return 0;
  int pair = alloc_pair(foreground, background);
  return pair < 0 ? 0 : pair;
}

static attr_t attributes_of(uint32_t bits) {
  attr_t result = A_NORMAL;
  if (bits & RMTOP_BOLD) result |= A_BOLD;
  if (bits & RMTOP_DIM) result |= A_DIM;
  if (bits & RMTOP_UNDERLINE) result |= A_UNDERLINE;
  if (bits & RMTOP_REVERSE) result |= A_REVERSE;
  if (bits & RMTOP_ITALIC) result |= A_ITALIC;
  return result;
}

void rmtop_screen_put(int y, int x, const rmtop_cell *cells, int count) {
  static cchar_t line[4096];
  if (!screen || count <= 0) return;
  if (count > 4096) count = 4096;
  memset(line, 0, sizeof *line * (size_t)count);
  for (int i = 0; i < count; i++) {
    wchar_t text[5] = {0};
    for (int j = 0; j < 4; j++) text[j] = (wchar_t)cells[i].text[j];
    int pair = cells[i].pair;
    setcchar(&line[i], text, attributes_of(cells[i].attributes), 0, &pair);
  }
  mvwadd_wchnstr(stdscr, y, x, line, count);
}

void rmtop_screen_erase(void) {
  if (screen) werase(stdscr);
}

int rmtop_screen_takes_questions(void) { return screen && brackets_pastes; }

void rmtop_screen_synchronize(int value) {
  if (!screen) return;
  synchronizes = value && brackets_pastes;
  set_reset();
}

void rmtop_screen_report_mouse(int value) {
  if (!screen || !brackets_pastes || reports_mouse == value) return;
  // A handler must give it back from before the terminal has it until after it has it no more.
  if (!value) say(mouse_off);
  reports_mouse = value;
  set_reset();
  if (value) say(mouse_on);
}

void rmtop_screen_flush(void) {
  if (!screen) return;
  if (synchronizes) say(update_begins);
  rmtop_guard_writing(1);
  wnoutrefresh(stdscr);
  doupdate();
  rmtop_guard_writing(0);
  if (synchronizes) say(update_ends);
}

void rmtop_screen_invalidate(void) {
  if (screen) clearok(curscr, TRUE);
}

void rmtop_screen_resize(int rows, int columns) {
  // Never resizeterm: it pushes KEY_RESIZE, which would come back here for ever.
  if (screen) resize_term(rows, columns);
}

void rmtop_screen_leave(void) {
  if (!screen) return;
  def_prog_mode();
  leave();
}

void rmtop_screen_return(void) {
  if (!screen) return;
  rmtop_guard_arm(1);
  reset_prog_mode();
  if (brackets_pastes) say(paste_on);
  if (reports_mouse) say(mouse_on);
  clearok(curscr, TRUE);
}

int rmtop_character_width(uint32_t character) { return wcwidth((wchar_t)character); }

int rmtop_locale_is_utf8(void) {
  setlocale(LC_CTYPE, "");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void rmtop_locale_use_utf8(void) {
  static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (setlocale(LC_CTYPE, names[i])) return;
}
