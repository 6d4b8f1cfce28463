// What Swift cannot import from ncurses (macros, globals that Swift 6 calls unsafe) as inline functions.
#ifndef RMTOP_CNCURSES_SHIM_H
#define RMTOP_CNCURSES_SHIM_H
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#endif
