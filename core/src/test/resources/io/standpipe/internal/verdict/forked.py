"""Runs each of the programs in its arguments in a process of its own, without a start for each."""
import os
import signal
import sys

for program in sys.argv[1:]:
    if not os.fork():
        sys.argv = ["-c"]
        try:
            exec(compile(program, "program", "exec"), {"__name__": "__main__"})
        finally:
            os._exit(0)
signal.pause()
