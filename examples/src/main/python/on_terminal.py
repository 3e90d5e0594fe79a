"""Runs a program on a pseudo-terminal: python3 on_terminal.py PROGRAM [ARGUMENT ...]

Its standard input and output are the terminal, so that a program which buffers by line on a
terminal, and by the block on a pipe, buffers by line; what passes is relayed to the standard input
and output here. Standard error stays what it is. The terminal is set to raw: it echoes nothing and
leaves line ends as they are.
"""

import os
import select
import subprocess
import sys
import tty

ours, its = os.openpty()
tty.setraw(its)  # before the program starts, or the first line might be echoed
program = subprocess.Popen(sys.argv[1:], stdin=its, stdout=its)
os.close(its)

sources = [0, ours]
while ours in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            text = os.read(source, 4096)
        except OSError:  # EIO: the program has closed the terminal
            text = b""
        if text:
            os.write(ours if source == 0 else 1, text)
        else:
            sources.remove(source)
            if source == 0:
                program.terminate()

sys.exit(program.wait())
