// Writes into cat >/dev/null in a plain loop.

#define _GNU_SOURCE
#include <fcntl.h>
#include "round.h"

static char buffer[64 * 1024];

static long write_all(long bytes, long *nanos) {
  long begin = now_nanos(), count = 0;
  char *const words[] = {"cat", NULL};
  int in[2], null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null < 0 || pipe2(in, O_CLOEXEC)) fail("pipe2");
  pid_t cat = start(words, in[0], null);
  close(null);
  close(in[0]);
  while (count < bytes) {
    long left = bytes - count;
    ssize_t n = write(in[1], buffer, left < (long)sizeof buffer ? left : (long)sizeof buffer);
    if (n < 0) fail("write");
    count += n;
  }
  close(in[1]);
  await(cat);
  *nanos = now_nanos() - begin;
  return count;
}

int main(void) { return serve(write_all); }
