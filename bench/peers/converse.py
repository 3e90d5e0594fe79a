"""64 bytes to cat and back, unbuffered, until the time is over."""

import itertools
import subprocess

import rounds

BYTES = 64


def converse(millis):
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as cat:
        numbers = itertools.count()

        def turn():
            question = next(numbers).to_bytes(8, "big") + bytes(BYTES - 8)
            cat.stdin.write(question)
            answer = cat.stdout.read(BYTES)
            while len(answer) < BYTES:
                more = cat.stdout.read(BYTES - len(answer))
                assert more, "cat has ended"
                answer += more
            assert answer == question, "another answer than the question"

        turn()
        sample = rounds.for_millis(millis, turn)
        cat.stdin.close()
        assert cat.wait() == 0
    return sample


rounds.serve(converse)
