// Keys as ncurses reports them, under names that Swift can see.
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#include "cterminal.h"

static uint32_t name_of(wint_t key) {
  switch (key) {
    case KEY_UP: return RMTOP_KEY_UP;
    case KEY_DOWN: return RMTOP_KEY_DOWN;
    case KEY_LEFT: return RMTOP_KEY_LEFT;
    case KEY_RIGHT: return RMTOP_KEY_RIGHT;
    case KEY_SLEFT: return RMTOP_KEY_SHIFT_LEFT;
    case KEY_SRIGHT: return RMTOP_KEY_SHIFT_RIGHT;
    case KEY_PPAGE: return RMTOP_KEY_PAGE_UP;
    case KEY_NPAGE: return RMTOP_KEY_PAGE_DOWN;
    case KEY_HOME:
    case KEY_FIND: return RMTOP_KEY_HOME;
    case KEY_END:
    case KEY_SELECT: return RMTOP_KEY_END;
    case KEY_IC: return RMTOP_KEY_INSERT;
    case KEY_DC: return RMTOP_KEY_DELETE;
    case KEY_BACKSPACE: return RMTOP_KEY_BACKSPACE;
    case KEY_ENTER: return RMTOP_KEY_ENTER;
    case KEY_BTAB: return RMTOP_KEY_SHIFT_TAB;
    default:
      if (key > KEY_F0 && key <= KEY_F(63)) return RMTOP_KEY_FUNCTION + (uint32_t)(key - KEY_F0);
      return 0;
  }
}

int rmtop_screen_key(uint32_t *value) {
  wint_t key = 0;
  switch (wget_wch(stdscr, &key)) {
    case OK:
      *value = (uint32_t)key;
      return 1;
    case KEY_CODE_YES:
      *value = name_of(key);
      return 2;
    default:
      return 0;
  }
}
