// Sends a line of 64 bytes to cat on a raw terminal and back, by blocking calls.

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include "round.h"

enum { BYTES = 64 };

static void turn(int terminal, long number) {
  char question[BYTES + 1], answer[BYTES];
  snprintf(question, sizeof question, "%063ld\n", number);
  if (write(terminal, question, BYTES) != BYTES) fail("write");
  for (int got = 0; got < BYTES;) {
    ssize_t n = read(terminal, answer + got, BYTES - got);
    if (n <= 0) fail("read");
    got += n;
  }
  if (memcmp(question, answer, BYTES) != 0) fail("another answer than the question");
}

static long converse(long millis, long *nanos) {
  int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || unlockpt(terminal)) fail("posix_openpt");
  int far = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios settings;
  if (far < 0 || tcgetattr(far, &settings)) fail("the far side");
  cfmakeraw(&settings);
  if (tcsetattr(far, TCSANOW, &settings)) fail("tcsetattr");
  char *const words[] = {"cat", NULL};
  pid_t cat = start(words, far, far);
  close(far);
  turn(terminal, 0);

  long begin = now_nanos(), end = begin + millis * 1000000, count = 0;
  do {
    turn(terminal, ++count);
  } while ((*nanos = now_nanos()) < end);
  *nanos -= begin;

  kill(cat, SIGKILL); // a raw terminal has no end of its input
  close(terminal);
  waitpid(cat, NULL, 0);
  return count;
}

int main(void) { return serve(converse); }
