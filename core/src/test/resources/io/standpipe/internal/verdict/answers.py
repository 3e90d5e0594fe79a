"""The same as answers.c."""
import sys

for line in sys.stdin:
    print("you said [%s]" % line.rstrip("\n"), flush=sys.argv[1:] == ["flush"])
