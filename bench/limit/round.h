// Shared by all contenders in C: reads an amount from each line of standard input, does one round, and answers with a
// line of two numbers, the count and the nanoseconds.

#ifndef ROUND_H
#define ROUND_H

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static inline long now_nanos(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static inline void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

// Starts a program with this input and output. Closes nothing, because all other descriptors are close-on-exec.
static inline pid_t start(char *const words[], int in, int out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (in >= 0) posix_spawn_file_actions_adddup2(&actions, in, 0);
  if (out >= 0) posix_spawn_file_actions_adddup2(&actions, out, 1);
  pid_t pid;
  errno = posix_spawnp(&pid, words[0], &actions, NULL, words, environ);
  if (errno) fail(words[0]);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

static inline void await(pid_t pid) {
  int status;
  if (waitpid(pid, &status, 0) < 0) fail("waitpid");
  if (status != 0) {
    fprintf(stderr, "child %d ended with wait status %d\n", pid, status);
    exit(1);
  }
}

static char notes[128];

// A note of a round.
static inline void note(const char *name, long value) { snprintf(notes, sizeof notes, " %s=%ld", name, value); }

// Runs ROUND, which returns the count and sets the nanoseconds, for every line of the input.
static inline int serve(long (*round)(long amount, long *nanos)) {
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    long nanos = 0;
    long count = round(atol(line), &nanos);
    printf("%ld %ld%s\n", count, nanos, notes);
    fflush(stdout);
  }
  return 0;
}

#endif
