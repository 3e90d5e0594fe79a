"""The same as asks.c."""
import subprocess
import sys

flush, *child = sys.argv[1:]
p = subprocess.Popen(child, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
p.stdin.write(b"hello\n")
if flush == "flush":
    p.stdin.flush()
sys.stdout.buffer.write(p.stdout.readline())
sys.stdout.flush()
sys.stdin.read(1)
