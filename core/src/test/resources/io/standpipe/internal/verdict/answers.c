/* Answers each line. With the argument "flush" at once; without, when its buffer is full. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  char line[1000];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    printf("you said [%s]\n", line);
    if (argc > 1 && !strcmp(argv[1], "flush"))
      fflush(stdout);
  }
  return 0;
}
