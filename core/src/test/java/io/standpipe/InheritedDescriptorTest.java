package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Inheritor;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that a process was started with, seen from a JVM of their own. */
class InheritedDescriptorTest {
  private static final int NONBLOCK = 04000;

  private Leaks before;
  @TempDir private Path folder;

  private static Command program(String what, int fd) {
    return Command.self(Inheritor.class, what, Integer.toString(fd)).stderr(Redirect.pipe());
  }

  private static BufferedReader errors(Child child) {
    return new BufferedReader(new InputStreamReader(child.stderr().inputStream(), UTF_8));
  }

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  @Test
  void anExtraDescriptorIsReadToItsEnd() throws Exception {
    try (Child child = program("read", 3).fd(3, Redirect.pipeToChild()).start()) {
      child.writer(3).write("spam");
      child.writer(3).close();
      assertThat(errors(child).readLine()).isEqualTo("got spam");
    }
  }

  @Test
  void anExtraDescriptorIsWrittenTo() throws Exception {
    try (Child child = program("write", 5).fd(5, Redirect.pipeFromChild()).start()) {
      assertThat(child.reader(5).readAllBytes()).asString().isEqualTo("spam");
    }
  }

  @Test
  void standardInputIsReadToItsEnd() throws Exception {
    try (Child child = program("read", 0).stdin(Redirect.pipe()).start()) {
      child.stdin().write("spam");
      child.stdin().close();
      assertThat(errors(child).readLine()).isEqualTo("got spam");
    }
  }

  @Test
  void closingStandardOutputShowsItsReaderTheEndWhileTheProcessGoesOn() throws Exception {
    try (Child child = program("write-and-stay", 1).piped().start()) {
      assertThat(child.stdout().readAllBytes()).asString().isEqualTo("spam");
      assertThat(errors(child).readLine()).isEqualTo("closed /dev/null");
      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void closingStandardInputShowsItsWriterABrokenPipeWhileTheProcessGoesOn() throws Exception {
    try (Child child = program("read-and-stay", 0).stdin(Redirect.pipe()).start()) {
      assertThat(errors(child).readLine()).isEqualTo("closed, -1");
      assertThat(Background.start(ThreadKind.VIRTUAL, () -> writeOne(child)).failure())
          .isInstanceOf(BrokenPipeException.class);
      assertThat(child.isAlive()).isTrue();
      child.stop(StopPolicy.killAtOnce());
    }
  }

  private static int writeOne(Child child) throws IOException {
    return child.stdin().write(ByteBuffer.allocate(1));
  }

  @Test
  void whatWasNotGivenIsRefusedAndTheJvmLives() throws Exception {
    for (int fd : new int[] {3, 4, 77}) {
      for (String end : new String[] {"reader", "writer"}) {
        try (Child child = program(end, fd).start()) {
          assertThat(errors(child).readLine())
              .isEqualTo(
                  "take over descriptor "
                      + fd
                      + ": Bad file descriptor; this process was not started with it open");
          assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
        }
      }
    }
  }

  /** Java has files of its own at such a number meanwhile, or /dev/null for writing. */
  @Test
  void aStandardStreamThatWasClosedIsSaidToBeClosed() throws Exception {
    for (String[] one :
        new String[][] {
          {"<&-", "reader", "0"},
          {"<&-", "writer", "0"},
          {"<&- >&-", "reader", "0"},
          {"<&- >&-", "reader", "1"}
        }) {
      List<String> words = Command.self(Inheritor.class, one[1], one[2]).words();
      Command shell = Scripts.sh("exec \"$@\" " + one[0], words.toArray(String[]::new));
      assertThat(shell.capture().errorText())
          .as("%s", List.of(one))
          .contains("Bad file descriptor; this process was not started with it open");
    }
  }

  @Test
  void theWrongEndIsRefused() throws Exception {
    try (Child child = program("reader", 3).fd(3, Redirect.pipeFromChild()).start()) {
      assertThat(errors(child).readLine())
          .isEqualTo("take over descriptor 3: Bad file descriptor; it is open for writing only");
    }
    try (Child child = program("writer", 3).fd(3, Redirect.pipeToChild()).start()) {
      assertThat(errors(child).readLine()).endsWith("it is open for reading only");
    }
  }

  @Test
  void aFileIsReadFromWhereItStandsAndTheOthersGoOnFromThere() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "spam");
    List<String> words = new ArrayList<>(Command.self(Inheritor.class, "read-one", "0").words());
    String[] arguments = words.toArray(String[]::new);
    Command command = Scripts.sh("\"$@\" 2>&1; cat", arguments).stdin(Redirect.from(file));
    assertThat(command.read()).isEqualTo("got s\npam");
  }

  /** The shell's own standard input is the very description that the JVM reads from. */
  @Test
  @Tag("pitfall-29")
  void theFlagsOfASharedDescriptionAreLeftAlone() throws Exception {
    List<String> words = Command.self(Inheritor.class, "read", "0").words();
    Command command = Scripts.sh("\"$@\"; true", words.toArray(String[]::new)).piped();
    try (Child shell = command.stderr(Redirect.pipe()).start()) {
      Eventually.holds("the JVM waits for input", () -> readsThroughItsOwnDescription(shell));
      assertThat(flags(shell.pid(), 0) & NONBLOCK).isZero();
      shell.stdin().write("spam");
      shell.stdin().close();
      assertThat(errors(shell).readLine()).isEqualTo("got spam");
      assertThat(shell.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  /** Its standard input's pipe is open twice in the JVM once it has taken it over. */
  private static boolean readsThroughItsOwnDescription(Child shell) throws IOException {
    String pipe = link(shell.pid(), 0);
    for (long pid : shell.descendants()) {
      for (int fd = 3; fd < 50; fd++) {
        if (link(pid, fd).equals(pipe)) {
          return (flags(pid, fd) & NONBLOCK) != 0;
        }
      }
    }
    return false;
  }

  private static String link(long pid, int fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + fd)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static int flags(long pid, int fd) throws IOException {
    String info = Files.readString(Path.of("/proc/" + pid + "/fdinfo/" + fd));
    return Integer.parseInt(Processes.field(info, "flags"), 8);
  }

  @Test
  @Tag("pitfall-29")
  void aChildThatIsGivenOneOfOurEndsBlocksInIt() throws Exception {
    try (Pipe there = Pipe.open();
        Pipe back = Pipe.open()) {
      Command command =
          Scripts.sh(
                  "grep flags /proc/self/fdinfo/0 /proc/self/fdinfo/1 >&2; read line; echo $line")
              .stdin(Redirect.from(there.reader()))
              .stdout(Redirect.to(back.writer()))
              .stderr(Redirect.pipe());
      try (Child child = command.start()) {
        BufferedReader errors = errors(child);
        for (int i = 0; i < 2; i++) {
          String line = errors.readLine();
          int flags = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip(), 8);
          assertThat(flags & NONBLOCK).as(line).isZero();
        }
        assertThat(flags(ProcessHandle.current().pid(), number(back.writer())) & NONBLOCK)
            .as("our own end still does not block")
            .isNotZero();
        there.writer().write("spam\n");
        assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
        back.writer().close();
        assertThat(back.reader().readAllBytes()).asString().isEqualTo("spam\n");
      }
    }
  }

  private static int number(PipeWriter writer) {
    return writer.end().number();
  }

  /** A terminal is shared by its nature; the reading JVM waits without its flags being touched. */
  @Test
  @Tag("pitfall-29")
  void aReadFromATerminalIsWokenByClose() throws Exception {
    assertThat(onTerminal("close-while-reading", 0))
        .contains("java.nio.channels.AsynchronousCloseException")
        .contains("O_NONBLOCK: False");
  }

  /** Its master reads nothing: the terminal takes some kilobytes, then no more. */
  @Test
  void aWriteToATerminalThatNobodyReadsEndsAtItsDeadline() throws Exception {
    assertThat(onTerminal("fill", 1))
        .contains("write to standard output timed out after 300ms")
        .contains("O_NONBLOCK: False");
  }

  /** Runs the program with a terminal as its standard input, and tells of the terminal's flags. */
  private static String onTerminal(String what, int fd) throws Exception {
    String script =
        """
        import fcntl, os, pty, subprocess, sys
        master, slave = pty.openpty()
        subprocess.run(sys.argv[1:], stdin=slave, stdout=slave, stderr=1, timeout=30)
        print("O_NONBLOCK:", bool(fcntl.fcntl(slave, fcntl.F_GETFL) & os.O_NONBLOCK))
        """;
    List<String> words = Command.self(Inheritor.class, what, Integer.toString(fd)).words();
    return Scripts.python(script, words.toArray(String[]::new)).read();
  }
}
