"""Reads all that head writes, into one buffer of 64 KiB."""

import subprocess
import time

import rounds


def read_all(amount):
    begin = time.monotonic_ns()
    count = 0
    buffer = bytearray(64 * 1024)
    with subprocess.Popen(["head", "-c", str(amount), "/dev/zero"], stdout=subprocess.PIPE, bufsize=0) as head:
        while n := head.stdout.readinto(buffer):
            count += n
        assert head.wait() == 0
    return count, time.monotonic_ns() - begin


rounds.serve(read_all)
