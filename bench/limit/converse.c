// Sends 64 bytes to cat and back, by blocking calls.

#define _GNU_SOURCE
#include <fcntl.h>
#include "round.h"

enum { BYTES = 64 };

static void turn(int to, int from, long number) {
  char question[BYTES] = {0}, answer[BYTES];
  memcpy(question, &number, sizeof number);
  if (write(to, question, BYTES) != BYTES) fail("write");
  for (int got = 0; got < BYTES;) {
    ssize_t n = read(from, answer + got, BYTES - got);
    if (n <= 0) fail("read");
    got += n;
  }
  if (memcmp(question, answer, BYTES) != 0) fail("another answer than the question");
}

static long converse(long millis, long *nanos) {
  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) fail("pipe2");
  char *const words[] = {"cat", NULL};
  pid_t cat = start(words, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  turn(in[1], out[0], 0);

  long begin = now_nanos(), end = begin + millis * 1000000, count = 0;
  do {
    turn(in[1], out[0], ++count);
  } while ((*nanos = now_nanos()) < end);
  *nanos -= begin;

  close(in[1]);
  close(out[0]);
  await(cat);
  return count;
}

int main(void) { return serve(converse); }
