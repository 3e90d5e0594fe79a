// Moves bytes from one program's pipe into another's by splice, without a copy. The programs are dd and wc, or with the
// argument "ends", pour and drain from this program's folder.

#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include "round.h"

static int ends = 0;
static char pour[PATH_MAX], drain[PATH_MAX];

static pid_t start_writer(long bytes, int out) {
  char amount[32], count[32];
  snprintf(amount, sizeof amount, "%ld", bytes);
  snprintf(count, sizeof count, "count=%ld", bytes);
  char *const own[] = {pour, amount, NULL};
  char *const dd[] = {"dd", "if=/dev/zero", "bs=64K", count, "iflag=count_bytes", "status=none", NULL};
  return start(ends ? own : dd, -1, out);
}

static pid_t start_reader(int in, int out) {
  char *const own[] = {drain, NULL};
  char *const wc[] = {"wc", "-c", NULL};
  return start(ends ? own : wc, in, out);
}

static long relay(long bytes, long *nanos) {
  long begin = now_nanos();
  int in[2], out[2], told[2];
  if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(told, O_CLOEXEC)) fail("pipe2");
  pid_t writer = start_writer(bytes, in[1]), reader = start_reader(out[0], told[1]);
  close(in[1]);
  close(out[0]);
  close(told[1]);
  for (ssize_t n; (n = splice(in[0], NULL, out[1], NULL, 1 << 20, SPLICE_F_MOVE)) != 0;)
    if (n < 0) fail("splice");
  close(in[0]);
  close(out[1]);
  char count[32] = {0};
  if (read(told[0], count, sizeof count - 1) < 0) fail("read");
  close(told[0]);
  await(writer);
  await(reader);
  *nanos = now_nanos() - begin;
  return atol(count);
}

int main(int argc, char **argv) {
  ends = argc > 1 && strcmp(argv[1], "ends") == 0;
  const char *folder = dirname(argv[0]);
  snprintf(pour, sizeof pour, "%s/pour", folder);
  snprintf(drain, sizeof drain, "%s/drain", folder);
  return serve(relay);
}
