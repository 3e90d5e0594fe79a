// Writes the number of zero bytes that its argument gives, without a copy: the same pages again and again.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>

static char pages[256 * 1024] __attribute__((aligned(4096)));

int main(int argc, char **argv) {
  long left = argc > 1 ? atol(argv[1]) : 0;
  for (size_t i = 0; i < sizeof pages; i += 4096) pages[i] = 0; // gives each a page of its own instead of the kernel's zero page
  while (left > 0) {
    struct iovec some = {pages, left < (long)sizeof pages ? (size_t)left : sizeof pages};
    ssize_t n = vmsplice(1, &some, 1, 0);
    if (n < 0) {
      perror("pour: vmsplice");
      return 1;
    }
    left -= n;
  }
  return 0;
}
