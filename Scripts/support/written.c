/* Loaded before a program: notes every write, cut and sync of the files whose path begins with $WRITTEN_FILE into $WRITTEN_LOG, in
 * order, for Scripts/kill-sync, which rebuilds from it what a disk would hold after the power was cut. One record a call:
 * kind, suffix ('m' the file itself, 'w' its log), moment in ms, offset, length, then the bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct record { char kind, file; char pad[6]; int64_t at, offset, length; };

static int log_fd = -1;
static char prefix[4096];
static char watched[65536];

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("WRITTEN_LOG"), *file = getenv("WRITTEN_FILE");
    if (!log || !file || strlen(file) >= sizeof prefix) return;
    strcpy(prefix, file);
    log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(char kind, int fd, int64_t offset, const void *bytes, int64_t length) {
    if (log_fd < 0 || fd < 0 || fd >= (int)sizeof watched || !watched[fd]) return;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    struct record r = {kind, watched[fd], {0}, t.tv_sec * 1000LL + t.tv_nsec / 1000000, offset, length};
    struct iovec parts[2] = {{&r, sizeof r}, {(void *)bytes, bytes ? (size_t)length : 0}};
    if (writev(log_fd, parts, bytes ? 2 : 1) < 0) _exit(97);
}

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < (int)sizeof watched) {
        const char *end = strncmp(path, prefix, strlen(prefix)) == 0 ? path + strlen(prefix) : "?";
        watched[fd] = prefix[0] == 0 ? 0 : *end == 0 ? 'm' : strcmp(end, "-wal") == 0 ? 'w' : 0;
    }
    return fd;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)
#define OPEN(function)                                                                   \
    int function(const char *path, int flags, ...) {                                     \
        REAL(int, #function, const char *, int, ...);                                    \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        return opened(real(path, flags, mode), path);                                    \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    REAL(int, "close", int);
    if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = 0;
    return real(fd);
}

/* Noted before it is done: whoever is killed in between has a record too many, as a disk may have a write too many. */
#define PWRITE(function)                                                            \
    ssize_t function(int fd, const void *bytes, size_t length, off64_t offset) {    \
        REAL(ssize_t, #function, int, const void *, size_t, off64_t);               \
        note('W', fd, offset, bytes, (int64_t)length);                              \
        return real(fd, bytes, length, offset);                                     \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd]) note('W', fd, lseek(fd, 0, SEEK_CUR), bytes, (int64_t)length);
    return real(fd, bytes, length);
}

#define TRUNCATE(function)                         \
    int function(int fd, off64_t length) {         \
        REAL(int, #function, int, off64_t);        \
        note('T', fd, length, NULL, 0);            \
        return real(fd, length);                   \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

/* Noted after it is done: only then is the disk bound by it. */
#define SYNC(function)                             \
    int function(int fd) {                         \
        REAL(int, #function, int);                 \
        int result = real(fd);                     \
        if (result == 0) note('S', fd, 0, NULL, 0); \
        return result;                             \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int result = real(path);
    const char *end = prefix[0] && strncmp(path, prefix, strlen(prefix)) == 0 ? path + strlen(prefix) : "?";
    if (result == 0 && log_fd >= 0 && strcmp(end, "-wal") == 0) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        struct record r = {'U', 'w', {0}, t.tv_sec * 1000LL + t.tv_nsec / 1000000, 0, 0};
        if (write(log_fd, &r, sizeof r) < 0) _exit(97);
    }
    return result;
}
