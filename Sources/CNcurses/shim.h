#ifndef MERCER_CNCURSES_SHIM_H
#define MERCER_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <ncursesw/curses.h>

/* What Swift cannot import by itself: macros with casts, variables that are not safe to share,
   and the few functions that must run inside a signal handler, where Swift may not. */

static const attr_t mercer_bold = A_BOLD;
static const attr_t mercer_dim = A_DIM;
static const attr_t mercer_underline = A_UNDERLINE;
static const attr_t mercer_reverse = A_REVERSE;

static inline WINDOW *mercer_stdscr(void) { return stdscr; }
static inline int mercer_colors(void) { return COLORS; }
static inline int mercer_mb_cur_max(void) { return (int)MB_CUR_MAX; }

extern int wcwidth(wchar_t);
static inline int mercer_wcwidth(unsigned scalar) { return wcwidth((wchar_t)scalar); }

/* What setcchar does for one character without marks, at a tenth of its cost: a screen has 10,000 of them. */
static inline void mercer_set_cell(cchar_t *cell, unsigned scalar, attr_t attributes, int pair) {
    memset(cell, 0, sizeof *cell);
    cell->chars[0] = (wchar_t)scalar;
    cell->attr = attributes | (attr_t)COLOR_PAIR(pair > 255 ? 255 : pair);
    cell->ext_color = pair;
}

/* Adds a combining mark; a cell holds four, what is more is left out. */
static inline void mercer_add_mark(cchar_t *cell, unsigned mark) {
    for (int place = 1; place < CCHARW_MAX; place++) {
        if (cell->chars[place] == 0) {
            cell->chars[place] = (wchar_t)mark;
            return;
        }
    }
}

/* A file in memory for curses to write to: it never blocks, and a frame can be read back whole. */
extern int memfd_create(const char *name, unsigned flags);
static inline int mercer_memory_file(void) { return memfd_create("frame", 1 /* close on exec */); }

static inline int mercer_window_size(int descriptor, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

/* The guard: what a signal needs to put the terminal back. Its state lives in a function, as Swift does
   not emit a header's variables; one Swift file must call all of these, since each that does gets a copy. */

struct mercer_guard {
    struct termios saved_modes;
    char restore_bytes[512];
    size_t restore_length;
    int descriptor;
    int signal_pipe;
    volatile sig_atomic_t active;
    int registered;
    struct sigaction previous[65];
    char stack[65536];
};

static inline struct mercer_guard *mercer_guard_state(void) {
    static struct mercer_guard guard;
    return &guard;
}

static inline void mercer_restore_now(void) {
    struct mercer_guard *guard = mercer_guard_state();
    if (!guard->active || guard->descriptor < 0) return;
    guard->active = 0;
    ssize_t written = write(guard->descriptor, guard->restore_bytes, guard->restore_length);
    (void)written;
    tcsetattr(guard->descriptor, TCSANOW, &guard->saved_modes);
}

static inline void mercer_on_crash(int number) {
    struct mercer_guard *guard = mercer_guard_state();
    mercer_restore_now();
    sigaction(number, &guard->previous[number], NULL);
    raise(number);
}

static inline void mercer_on_signal(int number) {
    struct mercer_guard *guard = mercer_guard_state();
    int before = errno;
    char byte = (char)number;
    ssize_t written = write(guard->signal_pipe, &byte, 1);
    (void)written;
    errno = before;
}

static inline void mercer_catch(int number, void (*handler)(int), int flags) {
    struct mercer_guard *guard = mercer_guard_state();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, &guard->previous[number]);
}

static inline void mercer_guard_install(int descriptor, int signal_pipe, const char *restore, size_t length) {
    struct mercer_guard *guard = mercer_guard_state();
    stack_t alternate;
    memset(&alternate, 0, sizeof alternate);
    alternate.ss_sp = guard->stack;
    alternate.ss_size = sizeof guard->stack;
    sigaltstack(&alternate, NULL);
    guard->descriptor = descriptor;
    guard->signal_pipe = signal_pipe;
    guard->restore_length = length < sizeof guard->restore_bytes ? length : sizeof guard->restore_bytes;
    memcpy(guard->restore_bytes, restore, guard->restore_length);
    tcgetattr(descriptor, &guard->saved_modes);
    mercer_catch(SIGSEGV, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGBUS, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGILL, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGTRAP, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGABRT, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGFPE, mercer_on_crash, SA_ONSTACK);
    mercer_catch(SIGWINCH, mercer_on_signal, SA_RESTART);
    mercer_catch(SIGTERM, mercer_on_signal, SA_RESTART);
    mercer_catch(SIGHUP, mercer_on_signal, SA_RESTART);
    mercer_catch(SIGINT, mercer_on_signal, SA_RESTART);
    mercer_catch(SIGTSTP, mercer_on_signal, SA_RESTART);
    mercer_catch(SIGPIPE, SIG_IGN, 0);
    if (!guard->registered) {
        guard->registered = 1;
        atexit(mercer_restore_now);
    }
}

static inline void mercer_guard_activate(int active) { mercer_guard_state()->active = active; }

static inline void mercer_guard_remove(void) {
    struct mercer_guard *guard = mercer_guard_state();
    static const int caught[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGPIPE};
    guard->active = 0;
    for (size_t index = 0; index < sizeof caught / sizeof caught[0]; index++)
        sigaction(caught[index], &guard->previous[caught[index]], NULL);
    guard->descriptor = -1;
}

/* Every key as it is, every byte as it is: raw, without echo or any translation of line ends. */
static inline void mercer_raw_modes(int descriptor) {
    struct termios modes = mercer_guard_state()->saved_modes;
    cfmakeraw(&modes);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    tcsetattr(descriptor, TCSADRAIN, &modes);
}

static inline void mercer_restore_modes(int descriptor) {
    struct mercer_guard *guard = mercer_guard_state();
    tcsetattr(descriptor, TCSADRAIN, &guard->saved_modes);
}

/* Stops the whole job, as the shell's own ^Z does; returns when it is continued. */
static inline void mercer_stop_job(void) {
    struct sigaction action, ours;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

/* A pool of memory for each thread would keep what only one of them needs at a time. */
static inline void mercer_few_memory_pools(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 2);
#endif
}

#endif
