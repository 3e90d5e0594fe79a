"""A line of 64 bytes to cat on a terminal and back by pexpect, until the time is over.

Its delay before each send is off, as its manual has it; with an argument the one after each read is, too.
"""

import itertools
import sys

import pexpect
import rounds

CHILD = ["-c", "stty raw -echo; echo ready; exec cat"]


def converse(millis):
    cat = pexpect.spawn("sh", CHILD)
    cat.delaybeforesend = None
    if len(sys.argv) > 1:
        cat.delayafterread = None
    cat.expect_exact("ready\n")
    numbers = itertools.count()

    def turn():
        question = b"%063d\n" % next(numbers)
        cat.send(question)
        cat.expect_exact(question)
        assert cat.before == b"", "another answer than the question"

    sample = rounds.for_millis(millis, turn)
    cat.close(force=True)
    return sample


rounds.serve(converse)
