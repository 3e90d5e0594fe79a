package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Doctor;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Severity;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred pipelines and conversations that are slow, idle, or wait for a person: no alarm. */
@Tag("doctor")
@Tag("slow")
@Tag("alone")
class HealthyTest {
  private static final int EACH = 4;

  /** Shell scripts; each waits at its end for its standard input, where the person sits. */
  private static final List<String> PIPELINES =
      List.of(
          "sleep 1000 | cat",
          "yes | sleep 1000",
          "yes | cat | sleep 1000",
          "cat | cat | cat",
          "tail -f /dev/null | grep x | sed s/x/y/",
          "while echo tick; do sleep 1; done | cat > /dev/null",
          "yes | while read line; do sleep 1; done",
          "read line",
          "sleep 1000 & wait",
          "(read line; echo $line) | cat",
          "x=$(read line; echo $line)",
          "exec 3<&0; sh -c 'read line <&3'",
          "trap : TERM; sleep 1000 & wait; cat",
          "cat /dev/zero | sh -c 'read line'");

  /** Python programs. */
  private static final List<String> CONVERSATIONS =
      List.of(
          // A child that waits for a question, and a parent that has none now.
          """
          import subprocess, time
          p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
          p.stdin.write(b"x"); p.stdin.flush(); p.stdout.read(1)
          time.sleep(1000)
          """,
          // As before, with a person in front of it.
          """
          import subprocess, sys
          p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
          p.stdin.write(b"x"); p.stdin.flush(); p.stdout.read(1)
          sys.stdin.read()
          """,
          // A thread that listens to the child, while the person thinks.
          """
          import subprocess, sys, threading
          p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
          threading.Thread(target=p.stdout.read, daemon=True).start()
          sys.stdin.read()
          """,
          // A terminal with a person at it: what she types comes through our standard input.
          """
          import pty, sys
          pty.spawn(["cat"])
          """,
          // An event loop that serves two children and the person.
          """
          import selectors, subprocess, sys
          s = selectors.DefaultSelector()
          for i in range(2):
              p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
              s.register(p.stdout, selectors.EVENT_READ, p)
          s.register(sys.stdin, selectors.EVENT_READ)
          s.select()
          """,
          // asyncio, that looks after its child every second.
          """
          import asyncio
          async def main():
              p = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
              while True:
                  await asyncio.sleep(1)
          asyncio.run(main())
          """,
          // A daemon that waits for signals at a pipe of its own.
          """
          import os, select, signal
          r, w = os.pipe()
          os.set_blocking(w, False)
          signal.set_wakeup_fd(w)
          signal.signal(signal.SIGTERM, lambda *a: None)
          select.select([r], [], [])
          """,
          // Tokens in a pipe that all hold at both ends, as make hands out: all are taken by one
          // that works.
          """
          import os, time
          r, w = os.pipe()
          if not os.fork():
              time.sleep(1000)
          for i in range(2):
              if not os.fork():
                  os.read(r, 1)
          os.wait()
          """,
          // A pool of workers without work.
          """
          import multiprocessing, sys
          with multiprocessing.Pool(2) as pool:
              pool.map(abs, range(4))
              sys.stdin.read()
          """,
          // A server and a client that have nothing to say at the moment.
          """
          import os, socket, time
          a, b = socket.socketpair()
          if os.fork():
              b.close()
              a.recv(1)
          a.close()
          time.sleep(1000)
          """,
          // A wait with a deadline.
          """
          import subprocess
          p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
          try:
              p.wait(timeout=1000)
          except subprocess.TimeoutExpired:
              pass
          """);

  @TempDir private Path folder;

  @Test
  void aHundredOfThemAndNoAlarm() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    var commands = new ArrayList<Command>();
    for (int i = 0; i < EACH; i++) {
      PIPELINES.forEach(script -> commands.add(Scripts.sh(script)));
      commands.add(Scripts.sh("cat \"$1\"", fifo.path().toString()));
      commands.add(Scripts.sh("exec 3<> \"$1\"; read line <&3", fifo.path().toString()));
    }
    String[] programs = CONVERSATIONS.toArray(String[]::new);
    for (int i = 0; i < EACH; i++) {
      commands.add(Command.of(Programs.python("forked", programs)));
    }
    assertThat(EACH * (PIPELINES.size() + CONVERSATIONS.size() + 2)).isGreaterThanOrEqualTo(100);
    var children = new ArrayList<Child>();
    try {
      for (Command command : commands) {
        children.add(command.stdin(Redirect.pipe()).stdout(Redirect.nothing()).start());
      }
      // Under way, then all at rest: no look may find a fault.
      assertNoAlarm(children);
      awaitRest(children);
      assertNoAlarm(children);
      assertNoAlarm(children);
    } finally {
      children.forEach(Child::close);
    }
  }

  private static void assertNoAlarm(List<Child> children) {
    assertThat(Doctor.examine(Diagnoses.families(children)).findings())
        .filteredOn(f -> f.severity() != Severity.INFORMATION)
        .isEmpty();
  }

  /** No process has come or gone, and all sleep as before, except those that tick every second. */
  private static void awaitRest(List<Child> children) {
    var last = new AtomicReference<Map<Long, String>>(Map.of());
    Eventually.holds(
        "all are where they wait",
        () -> {
          Map<Long, String> now = new TreeMap<>();
          Diagnoses.families(children)
              .forEach(pid -> now.put(pid, BlockedCall.of(pid).map(BlockedCall::call).orElse("")));
          Map<Long, String> before = last.getAndSet(now);
          return before.equals(now) && now.size() > 2 * children.size();
        },
        () -> last.get().toString());
  }
}
