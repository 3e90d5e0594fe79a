/* So many processes as the first argument says, each with ten descriptors, in a chain: the first waits to read from a
   pipe that this process could write to, each other one from a pipe that the one before could write to. When all have
   come so far it says "ready"; where there may not be so many, why not. It ends, and they with it, when its standard
   input does. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void fail(const char *what) {
  printf("%s: %s\n", what, strerror(errno));
  exit(1);
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 0, first[2], before[2], next[2], come[2];
  char c = 0;
  if (pipe(first) || pipe(come))
    fail("pipe");
  before[0] = first[0], before[1] = first[1];
  for (int i = 0; i < count; i++) {
    if (pipe(next))
      fail("pipe");
    pid_t child = fork();
    if (child < 0)
      fail("fork");
    if (!child) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(next[0]), close(before[1]), close(come[0]);
      if (i > 0)
        close(first[1]);
      /* 0, 1, 2, its two ends, and five more */
      if (dup(next[1]) < 0 || dup(next[1]) < 0 || dup(next[1]) < 0)
        return 1;
      if (open("/dev/null", O_RDONLY) < 0 || open("/dev/null", O_RDONLY) < 0)
        return 1;
      if (write(come[1], &c, 1) != 1)
        return 1;
      close(come[1]);
      return read(before[0], &c, 1) != 1;
    }
    close(before[0]);
    if (i > 0) /* the first one's stays open, or the end of file would run through all of them */
      close(before[1]);
    before[0] = next[0], before[1] = next[1];
  }
  close(come[1]);
  for (int i = 0; i < count; i++)
    if (read(come[0], &c, 1) != 1)
      fail("a process of the crowd has ended");
  puts("ready");
  fflush(stdout);
  return getchar() == EOF;
}
