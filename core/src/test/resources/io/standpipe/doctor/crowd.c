/* So many processes as the first argument says, each with ten descriptors, in a chain: each waits to read from a
   pipe that the next could write to; the last waits for this one, which waits for its standard input. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int count = atoi(argv[1]), next[2], before;
  if (pipe(next))
    return 1;
  before = next[0];
  for (int i = 0; i < count; i++) {
    int mine = before, kept = next[1];
    if (pipe(next))
      return 1;
    if (!fork()) {
      char c;
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(next[0]);
      close(kept);
      for (int d = 0; d < 3; d++)
        dup(next[1]), open("/dev/null", O_RDONLY);
      close(open("/dev/null", O_RDONLY) - 1);
      return read(mine, &c, 1) != 1;
    }
    close(mine);
    close(kept);
    before = next[0];
  }
  puts("ready");
  fflush(stdout);
  return getchar() == EOF;
}
