"""Runs a program for each message: each.py PROGRAM [ARG...]. Messages have a length of 4 bytes in front."""
import struct
import subprocess
import sys

messages, answers = sys.stdin.buffer, sys.stdout.buffer
while header := messages.read(4):
    message = messages.read(struct.unpack(">I", header)[0])
    answer = subprocess.run(sys.argv[1:], input=message, stdout=subprocess.PIPE, check=True).stdout
    answers.write(struct.pack(">I", len(answer)) + answer)
    answers.flush()
