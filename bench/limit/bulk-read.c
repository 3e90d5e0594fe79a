// Reads what head writes in a plain loop.

#define _GNU_SOURCE
#include <fcntl.h>
#include "round.h"

static char buffer[64 * 1024];

static long read_all(long bytes, long *nanos) {
  long begin = now_nanos(), count = 0;
  char amount[32];
  snprintf(amount, sizeof amount, "%ld", bytes);
  char *const words[] = {"head", "-c", amount, "/dev/zero", NULL};
  int out[2];
  if (pipe2(out, O_CLOEXEC)) fail("pipe2");
  pid_t head = start(words, -1, out[1]);
  close(out[1]);
  for (ssize_t n; (n = read(out[0], buffer, sizeof buffer)) != 0; count += n)
    if (n < 0) fail("read");
  close(out[0]);
  await(head);
  *nanos = now_nanos() - begin;
  return count;
}

int main(void) { return serve(read_all); }
