package io.standpipe.bench;

import static io.standpipe.bench.Contender.c;
import static io.standpipe.bench.Contender.java;
import static io.standpipe.bench.Contender.node;
import static io.standpipe.bench.Contender.pexpect;
import static io.standpipe.bench.Contender.python;

import io.standpipe.bench.Amount.Kind;
import java.util.List;
import java.util.Optional;

/** Lists all works with their contenders and targets. */
final class Works {
  private static final Amount BULK = Amount.mebibytes(4096, 512, 1);
  private static final Amount LINES = new Amount(Kind.LINES, 100_000_000, 10_000_000, 10_000);
  private static final List<Placement> FREE = List.of(Placement.FREE);
  private static final List<Placement> BOTH = List.of(Placement.FREE, Placement.ONE_CPU);

  static final List<Work> ALL =
      List.of(
          spawn(),
          conversePlatform(),
          converseVirtual(),
          converseTerminal(),
          bulkRead(),
          bulkWrite(),
          linesAsSlices(),
          linesAsStrings(),
          relay(),
          relayCopies(),
          ownPipe(),
          many(),
          manyAsked(),
          blocked(),
          startup());

  private Works() {}

  static Optional<Work> named(String name) {
    return ALL.stream().filter(work -> work.name().equals(name)).findFirst();
  }

  private static Work spawn() {
    return new Work(
        "spawn",
        "start /bin/true and wait for its exit",
        Unit.RUNS,
        Amount.time(),
        false,
        BOTH,
        List.of(
            java("standpipe", "spawn", "standpipe"),
            java("jdk", "spawn", "jdk").target(2.0),
            c("spawn").target(0.85),
            python("spawn").target(1.0),
            java("standpipe, virtual thread", "spawn", "standpipe", "virtual").notPinned(),
            java("jdk, virtual thread", "spawn", "jdk", "virtual").notPinned(),
            java("nuprocess", "spawn", "nuprocess").notPinned(),
            java("zt-exec", "spawn", "zt-exec").notPinned(),
            java("commons-exec", "spawn", "commons-exec").notPinned(),
            java("pty4j", "spawn", "pty4j").notPinned(),
            node("spawn").notPinned()),
        List.of());
  }

  private static Work conversePlatform() {
    return new Work(
        "converse-platform",
        "64 bytes through cat and back, on a platform thread",
        Unit.TURNS,
        Amount.time(),
        false,
        BOTH,
        List.of(
            java("standpipe", "converse", "standpipe"),
            java("jdk", "converse", "jdk").target(1.0),
            c("converse").target(1.0),
            java("nuprocess", "converse", "nuprocess"),
            python("converse"),
            node("converse")),
        List.of());
  }

  private static Work converseVirtual() {
    return new Work(
        "converse-virtual",
        "64 bytes through cat and back, on a virtual thread",
        Unit.TURNS,
        Amount.time(),
        false,
        BOTH,
        List.of(
            java("standpipe", "converse", "standpipe", "virtual"),
            java("jdk", "converse", "jdk", "virtual").target(2.0)),
        List.of());
  }

  private static Work converseTerminal() {
    return new Work(
        "converse-terminal",
        "a line of 64 bytes through cat on a terminal and back; pexpect with delaybeforesend = None",
        Unit.TURNS,
        Amount.time(),
        false,
        BOTH,
        List.of(
            java("standpipe", "converse-terminal", "standpipe"),
            pexpect("pexpect", "converse-terminal").target(5.0),
            pexpect("pexpect, delayafterread = None too", "converse-terminal", "no-delay"),
            java("pty4j", "converse-terminal", "pty4j").target(1.5),
            c("converse-terminal"),
            java("standpipe, virtual thread", "converse-terminal", "standpipe", "virtual")),
        List.of());
  }

  private static Work bulkRead() {
    return new Work(
        "bulk-read",
        "read all of head -c, {}, 64 KiB a read",
        Unit.GIGABYTES,
        BULK,
        false,
        FREE,
        List.of(
            java("standpipe", "bulk-read", "standpipe"),
            java("jdk", "bulk-read", "jdk").target(1.2),
            c("bulk-read").target(1.5),
            java("standpipe, as a stream", "bulk-read", "standpipe-stream"),
            java("standpipe, virtual thread", "bulk-read", "standpipe", "virtual"),
            java("jdk, virtual thread", "bulk-read", "jdk", "virtual"),
            java("nuprocess", "bulk-read", "nuprocess"),
            python("bulk-read"),
            node("bulk-read")),
        List.of());
  }

  private static Work bulkWrite() {
    return new Work(
        "bulk-write",
        "write {} into cat >/dev/null, 64 KiB a write",
        Unit.GIGABYTES,
        BULK,
        false,
        FREE,
        List.of(
            java("standpipe", "bulk-write", "standpipe"),
            java("jdk", "bulk-write", "jdk").target(1.0),
            c("bulk-write").target(0.95),
            java("standpipe, virtual thread", "bulk-write", "standpipe", "virtual"),
            java("jdk, virtual thread", "bulk-write", "jdk", "virtual"),
            python("bulk-write")),
        List.of());
  }

  private static Work linesAsSlices() {
    return new Work(
        "lines-slices",
        "read seq {} line by line, each line as a slice of bytes where the contender has slices",
        Unit.LINES,
        LINES,
        true,
        FREE,
        List.of(
            java("standpipe", "lines-slices", "standpipe"),
            java("BufferedReader", "lines-slices", "jdk").target(3.0),
            c("lines"),
            python("lines", "bytes")),
        List.of());
  }

  private static Work linesAsStrings() {
    return new Work(
        "lines-strings",
        "read seq {} line by line, each as a string",
        Unit.LINES,
        LINES,
        true,
        FREE,
        List.of(
            java("standpipe", "lines-strings", "standpipe"),
            java("BufferedReader", "lines-strings", "jdk").target(1.5),
            java("zt-exec", "lines-strings", "zt-exec"),
            java("commons-exec", "lines-strings", "commons-exec"),
            python("lines", "text"),
            node("lines")),
        List.of());
  }

  private static Work relay() {
    return new Work(
        "relay",
        "{} from one program's pipe into another's; neither copies, so the relay is measured",
        Unit.GIGABYTES,
        BULK,
        false,
        FREE,
        List.of(
            java("standpipe", "relay-ends", "standpipe").needing("gcc"),
            java("jdk transferTo", "relay-ends", "jdk").needing("gcc").target(2.0),
            c("relay", "ends").target(0.9),
            java("socat", "relay-ends", "socat").needing("gcc", "socat").target(4.0),
            java("socat -b 65536", "relay-ends", "socat-64k").needing("gcc", "socat"),
            java("pv", "relay-ends", "pv").needing("gcc", "pv")),
        List.of());
  }

  private static Work relayCopies() {
    return new Work(
        "relay-copies",
        "{} from dd into wc -c, which both copy",
        Unit.GIGABYTES,
        BULK,
        false,
        FREE,
        List.of(
            java("standpipe", "relay", "standpipe"),
            java("jdk transferTo", "relay", "jdk"),
            c("relay"),
            java("socat", "relay", "socat").needing("socat"),
            java("socat -b 65536", "relay", "socat-64k").needing("socat"),
            java("pv", "relay", "pv").needing("pv")),
        List.of());
  }

  private static Work ownPipe() {
    return new Work(
        "own-pipe",
        "{} from thread to thread, 64 KiB a write",
        Unit.GIGABYTES,
        BULK,
        false,
        FREE,
        List.of(
            java("standpipe", "own-pipe", "standpipe"),
            java("java.nio.channels.Pipe", "own-pipe", "jdk").target(1.0)),
        List.of());
  }

  private static Work many() {
    return new Work(
        "many",
        "{} children converse at once, 64 bytes a turn, a virtual thread each",
        Unit.TURNS,
        new Amount(Kind.PARTIES, 2000, 2000, 50),
        true,
        FREE,
        List.of(java("standpipe", "many", "standpipe"), java("jdk", "many", "jdk").target(1.5)),
        List.of(
            Note.atMost(4, "extra-threads", "platform threads beyond the carriers"),
            Note.atMost(16 * 1024, "heap-bytes", "heap for each child, bytes"),
            Note.of("middle-turns", "turns of the middle child")));
  }

  private static Work manyAsked() {
    return new Work(
        "many-asked",
        "{} children are asked at once, a line of 64 bytes a turn, a virtual thread each",
        Unit.TURNS,
        new Amount(Kind.PARTIES, 1000, 1000, 50),
        true,
        FREE,
        List.of(
            java("standpipe", "many", "conversation"),
            java("standpipe, raw reads and writes", "many", "standpipe").target(0.67)),
        List.of());
  }

  private static Work blocked() {
    return new Work(
        "blocked",
        "how long an unrelated virtual thread waits, at most 5 s, while {} are blocked in reads",
        Unit.MILLIS,
        new Amount(Kind.PARTIES, 300, 300, 30),
        true,
        FREE,
        List.of(java("standpipe", "blocked", "standpipe"), java("jdk", "blocked", "jdk")),
        List.of(Note.atMost(5000, "delay-micros", "the delay, µs")));
  }

  private static Work startup() {
    return new Work(
        "startup",
        "the whole of standpipe run -- true, beside subprocess.run(['true']) and hello in Java",
        Unit.MILLIS,
        Amount.time(),
        false,
        FREE,
        List.of(
            java("standpipe", "startup", "standpipe"),
            java("python", "startup", "python").needing("python3").target(1.0),
            java("java", "startup", "java").target(0.5)),
        List.of());
  }
}
