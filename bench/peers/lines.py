"""Counts the lines of what seq prints and their lengths; the argument says whether as bytes or as text."""

import subprocess
import sys
import time

import rounds

AS_TEXT = sys.argv[1] == "text"


def lines(last):
    begin = time.monotonic_ns()
    count = length = 0
    encoding = "utf-8" if AS_TEXT else None
    with subprocess.Popen(["seq", str(last)], stdout=subprocess.PIPE, encoding=encoding) as seq:
        for line in seq.stdout:
            count += 1
            length += len(line) - 1
        assert seq.wait() == 0
    return count, time.monotonic_ns() - begin, f"bytes={length}"


rounds.serve(lines)
