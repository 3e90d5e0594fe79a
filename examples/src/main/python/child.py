"""The child of the programs spawn and deadlock: it answers every line that it reads."""

import argparse
import os
import sys
import time

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("arg", help="any word; it is reported on standard error")
options.add_argument("--scale", type=float, default=1, help="sleeps take so many times as long")
options.add_argument("--rounds", type=int, default=2, help="lines to answer")
options.add_argument("--no-flush", action="store_true", help="leave answers in the buffer of print")
options.add_argument("--line-buffered", action="store_true", help="flush at the end of each line")
options = options.parse_args()

if options.line_buffered:
    sys.stdout.reconfigure(line_buffering=True)

pid = os.getpid()
print(f"Child {pid} of {os.getppid()} got arg: {options.arg}", file=sys.stderr, flush=True)
for _ in range(options.rounds):
    time.sleep(3 * options.scale)
    line = sys.stdin.readline()
    if not line:
        break
    line = line.removesuffix("\n")
    time.sleep(3 * options.scale)
    print(f"Child {pid} got: [{line}]")
    if not options.no_flush:
        sys.stdout.flush()
