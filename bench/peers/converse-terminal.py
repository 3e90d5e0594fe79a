"""A line of 64 bytes to cat on a terminal and back by pexpect, its delays off, until the time is over."""

import itertools

import pexpect
import rounds

CHILD = ["-c", "stty raw -echo; echo ready; exec cat"]


def converse(millis):
    cat = pexpect.spawn("sh", CHILD)
    cat.delaybeforesend = None
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
