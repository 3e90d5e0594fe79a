"""What every contender in Python shares: an amount per line in, a count and nanoseconds per line out."""

import sys
import time


def serve(round):
    """Runs round(amount), which returns how many, how long and notes if any, for every line of the input."""
    for line in sys.stdin:
        print(*round(int(line)), flush=True)


def for_millis(millis, step):
    """Repeats a step until the time is over."""
    begin = time.monotonic_ns()
    count = nanos = 0
    while nanos < millis * 1_000_000:
        step()
        count += 1
        nanos = time.monotonic_ns() - begin
    return count, nanos
