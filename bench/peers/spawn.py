"""Starts /bin/true and waits for its exit, until the time is over."""

import subprocess

import rounds


def spawn():
    subprocess.run(["/bin/true"], check=True)


rounds.serve(lambda millis: rounds.for_millis(millis, spawn))
