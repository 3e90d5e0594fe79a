"""Writes into cat >/dev/null, 64 KiB at a time."""

import subprocess
import time

import rounds

BUFFER = memoryview(bytes(64 * 1024))


def write_all(amount):
    begin = time.monotonic_ns()
    count = 0
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0) as cat:
        while count < amount:
            count += cat.stdin.write(BUFFER[: amount - count])
        cat.stdin.close()
        assert cat.wait() == 0
    return count, time.monotonic_ns() - begin


rounds.serve(write_all)
