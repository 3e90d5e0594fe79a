package io.standpipe.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.cli.Installed;
import io.standpipe.cli.StandpipeRunner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} in the place of a program whose standard output is non-blocking. */
class NonBlockingOutputTest {
  /** Reads once the pipe is full, or the command has ended too early. */
  private static final String READS_LATE =
      """
      import fcntl, os, select, socket, subprocess, sys
      if sys.argv[1] == "pipe":
          ours, theirs = os.pipe()
      else:
          ours, theirs = [end.detach() for end in socket.socketpair()]
      fcntl.fcntl(theirs, fcntl.F_SETFL, fcntl.fcntl(theirs, fcntl.F_GETFL) | os.O_NONBLOCK)
      child = subprocess.Popen(sys.argv[2:], stdout=theirs)
      while select.select([], [theirs], [], 0)[1] and child.poll() is None:
          select.select([], [], [], 0.01)
      os.close(theirs)
      count = 0
      while some := os.read(ours, 1 << 16):
          count += len(some)
      print(count, child.wait())
      """;

  /** The end of the command comes after the last byte, though the relay is a part of it. */
  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  @Tag("pitfall-41")
  void everyByteArrives(String kind) throws Exception {
    Installed.orSkip("python3");
    List<String> run = StandpipeRunner.command("run", "--", "seq", "1", "100000").words();
    List<String> python = List.of("python3", "-c", READS_LATE, kind);

    String seen = Command.of(Stream.concat(python.stream(), run.stream()).toList()).read();

    assertThat(seen).isEqualTo("588895 0");
  }
}
