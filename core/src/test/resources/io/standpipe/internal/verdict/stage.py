"""Puts actors on a stage: processes that hold ends of pipes and do what they are told.

Its argument is a JSON list of plays. A play is a list of actors; an actor has "do": the last thing that it
does, "holds": the ends that it keeps open, and perhaps "children": actors that it starts itself. An end
is named p3r, p3w (pipe 3), s3a, s3b (pair of sockets 3); they are made on demand and closed by all who do not
hold them. An actor that does "exit" waits for its children.

It prints the pids of each play on a line, in the order of their description, parents before their children.
At the end of its own input it ends them all.
"""
import json
import os
import select
import signal
import socket
import sys
import time

ends = {}


def end(name):
    """The descriptor of an end; its channel is made when it is first asked for."""
    if name not in ends:
        if name[0] == "p":
            pair = os.pipe()
        else:
            pair = [s.detach() for s in socket.socketpair()]
        for letter, fd in zip("rw" if name[0] == "p" else "ab", pair):
            ends[name[:-1] + letter] = fd
    return ends[name]


def make(actor):
    for name in actor["holds"]:
        end(name)
    for child in actor.get("children", []):
        make(child)


def readable(name):
    return name[-1] in "rab"


def act(what, *names):
    fds = [end(n) for n in names]
    if what == "read":
        os.read(fds[0], 1)
    elif what == "recv":
        socket.socket(fileno=fds[0]).recv(1)
    elif what == "write":
        while True:
            os.write(fds[0], b"x" * 65536)
    elif what == "poll" or what == "timed":
        p = select.poll()
        for n, fd in zip(names, fds):
            p.register(fd, select.POLLIN if readable(n) else select.POLLOUT)
        p.poll(3600000 if what == "timed" else None)
    elif what == "select":
        select.select([f for n, f in zip(names, fds) if readable(n)],
                      [f for n, f in zip(names, fds) if not readable(n)], [])
    elif what == "epoll":
        e = select.epoll()
        for n, fd in zip(names, fds):
            e.register(fd, select.EPOLLIN if readable(n) else select.EPOLLOUT)
        e.poll()
    elif what == "splice":
        splice(fds[0], fds[1])
    elif what == "exit":
        os.wait()
    elif what == "nap":
        time.sleep(3600)
    elif what == "spin":
        while True:
            os.getppid()
    elif what == "alarm":
        signal.signal(signal.SIGALRM, lambda *a: None)
        signal.alarm(3600)
        os.read(fds[0], 1)
    else:
        raise ValueError(what)


def splice(source, target):
    import ctypes
    ctypes.CDLL(None).splice(source, None, target, None, ctypes.c_size_t(65536), 0)


def fill(name):
    """Until it is full; for those who wait for room by poll."""
    os.set_blocking(end(name), False)
    try:
        while True:
            os.write(end(name), b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(end(name), True)


def start(actor, told):
    """Forks it; the child tells its pids, closes what it does not hold, and acts."""
    pid = os.fork()
    if pid:
        return
    try:
        tell(told, actor)
        answers.close()
        for child in actor.get("children", []):
            start(child, told)
        os.close(told)
        for fd in 0, 1:
            os.dup2(os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC), fd)
        for name, fd in ends.items():
            if name not in actor["holds"]:
                os.close(fd)
        act(*actor["do"])
    finally:
        os._exit(1)


def tell(told, actor):
    os.write(told, ("%s %d\n" % (actor["name"], os.getpid())).encode())


def count(actors):
    return sum(1 + count(a.get("children", [])) for a in actors)


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    read_end, told = os.pipe()
    global answers
    answers = os.fdopen(read_end)
    pids = []
    for play in json.loads(sys.argv[1]):
        ends.clear()
        for actor in play:
            make(actor)
        for name in [n for n in ends if n[0] == "p" and n[-1] == "w"]:
            if any(a for a in everybody(play) if name in a.get("full", [])):
                fill(name)
        for actor in play:
            start(actor, told)
        for fd in ends.values():
            os.close(fd)
        named = dict(answers.readline().split() for _ in range(count(play)))
        pids += [int(p) for p in named.values()]
        print(" ".join("%s=%s" % item for item in named.items()), flush=True)
    sys.stdin.read()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def everybody(actors):
    for a in actors:
        yield a
        yield from everybody(a.get("children", []))


main()
