// Standard error while the screen is up: private to this target.
#ifndef RMTOP_STDERR_H
#define RMTOP_STDERR_H
/// As rmtop_stderr_release, with async-signal-safe calls only.
void rmtop_stderr_release_in_handler(void);
#endif
