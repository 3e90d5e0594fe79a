/* Starts the program in its arguments from the second on, says hello to it, and waits for the answer.
   The first argument is "flush", or "hold" to keep the greeting in its own buffer. Then it waits for a
   line from its own standard input. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int to[2], from[2];
  char line[1000];
  if (argc < 3 || pipe(to) || pipe(from))
    return 1;
  if (!fork()) {
    dup2(to[0], 0);
    dup2(from[1], 1);
    close(to[0]), close(to[1]), close(from[0]), close(from[1]);
    execvp(argv[2], argv + 2);
    return 2;
  }
  close(to[0]), close(from[1]);
  FILE *out = fdopen(to[1], "w"), *in = fdopen(from[0], "r");
  fprintf(out, "hello\n");
  if (!strcmp(argv[1], "flush"))
    fflush(out);
  if (!fgets(line, sizeof line, in))
    return 3;
  fputs(line, stdout);
  fflush(stdout);
  return getchar() == EOF;
}
