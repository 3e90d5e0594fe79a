package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Runs;
import io.standpipe.children.Scripts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a child inherits blocks, though another process has made it non-blocking. Each test is a
 * Python program that starts a JVM, which runs a program.
 */
@Tag("pitfall-41")
@Timeout(60)
class BlockingInheritanceTest {
  /** {@code ends(kind)} is our end and the JVM's end, which is non-blocking and shared with us. */
  private static final String BEGIN =
      """
      import fcntl, os, pty, select, socket, subprocess, sys, tty

      def flags(fd): return fcntl.fcntl(fd, fcntl.F_GETFL)

      def ends(kind, reads=False):
          if kind == "pipe":
              r, w = os.pipe()
              ours, theirs = (w, r) if reads else (r, w)
          elif kind == "socket":
              pair = socket.socketpair()
              ours, theirs = pair[0].detach(), pair[1].detach()
          else:
              ours, theirs = pty.openpty()
              tty.setraw(theirs)
          fcntl.fcntl(theirs, fcntl.F_SETFL, flags(theirs) | os.O_NONBLOCK)
          return ours, theirs

      def full(fd):
          return not select.select([], [fd], [], 0)[1]

      """;

  private static String python(String script, Command jvm, String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of(arguments), jvm.words().stream()).toArray(String[]::new);
    return Scripts.python(BEGIN + script, all).read();
  }

  private static Command jvm(String... words) {
    return Command.self(Runs.class, words);
  }

  @ParameterizedTest
  @CsvSource({"pipe,1", "pipe,2", "socket,1", "socket,2", "terminal,1"})
  void allThatItWritesArrives(String kind, int stream) throws Exception {
    String script =
        """
        kind, stream = sys.argv[1], int(sys.argv[2])
        ours, theirs = ends(kind)
        streams = {"stdout": theirs} if stream == 1 else {"stderr": theirs}
        child = subprocess.Popen(sys.argv[3:], **streams)
        while not full(theirs) and child.poll() is None:
            select.select([], [], [], 0.01)
        count = 0
        while count < 588895:
            count += len(os.read(ours, 1 << 16))
        print(count, child.wait(), bool(flags(theirs) & os.O_NONBLOCK))
        """;
    Command seq = jvm("sh", "-c", "seq 1 100000 >&" + stream);
    assertThat(python(script, seq, kind, Integer.toString(stream))).isEqualTo("588895 0 True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket", "terminal"})
  void itsInputBlocks(String kind) throws Exception {
    String script =
        """
        ours, theirs = ends(sys.argv[1], reads=True)
        child = subprocess.Popen(sys.argv[2:], stdin=theirs, stdout=subprocess.PIPE)
        answer = child.stdout.readline()
        os.write(ours, b"spam\\n")
        print(answer.decode().split()[1], child.stdout.readline().decode().strip(), child.wait())
        print(bool(flags(theirs) & os.O_NONBLOCK))
        """;
    String reads = "grep flags /proc/self/fdinfo/0; read line; echo $line";
    List<String> lines = python(script, jvm("sh", "-c", reads), kind).lines().toList();

    assertThat(lines.getFirst()).endsWith(" spam 0");
    int flags = Integer.parseInt(lines.getFirst().split(" ", -1)[0], 8);
    assertThat(flags & 04000).isZero();
    assertThat(lines.getLast()).isEqualTo("True");
  }

  @Test
  void aSocketThatIsBothInputAndOutputEndsInEachDirectionByItself() throws Exception {
    String script =
        """
        ours, theirs = ends("socket")
        child = subprocess.Popen(sys.argv[1:], stdin=theirs, stdout=theirs)
        os.close(theirs)
        mine = socket.socket(fileno=ours)
        sent, got = memoryview(b"x" * 3000000), 0
        mine.setblocking(False)
        while True:
            readable, writable, _ = select.select([mine], [mine] if sent else [], [])
            if writable:
                sent = sent[mine.send(sent[:65536]):]
                if not sent: mine.shutdown(socket.SHUT_WR)
            if readable:
                n = len(mine.recv(65536))
                if n == 0: break
                got += n
        print(got, child.wait())
        """;
    assertThat(python(script, jvm("cat"))).isEqualTo("3000000 0");
  }

  @Test
  void whatTheProgramShutsDownIsShutDownAndWhatItClosesStaysOpenForOthers() throws Exception {
    String script =
        """
        def run(what):
            ours, theirs = ends("socket")
            child = subprocess.Popen(sys.argv[1:] + [what], stdin=theirs, stdout=theirs)
            mine = socket.socket(fileno=ours)
            if what == "shutdown":
                print(mine.recv(9), mine.recv(9), child.poll())
            else:
                print(mine.recv(9))
            mine.shutdown(socket.SHUT_WR)
            print(child.wait())
            if what == "close":
                os.write(theirs, b"later")
                print(mine.recv(9))
        run("shutdown")
        run("close")
        """;
    String program =
        """
        import os, socket, sys
        os.write(1, b'said')
        if sys.argv[1] == 'close': os.close(1)
        else: socket.socket(fileno=1).shutdown(socket.SHUT_WR)
        while os.read(0, 9): pass
        """;
    assertThat(python(script, jvm("python3", "-c", program)))
        .isEqualTo("b'said' b'' None\n0\nb'said'\n0\nb'later'");
  }

  /** To open a file anew would write over what others have written. */
  @Test
  void aRegularFileIsSharedWithItsOffset(@TempDir Path folder) throws Exception {
    String script =
        """
        file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_NONBLOCK)
        os.write(file, b"before ")
        subprocess.run(sys.argv[2:], stdout=file)
        os.write(file, b"after")
        print(open(sys.argv[1]).read())
        """;
    assertThat(python(script, jvm("printf", "between "), folder.resolve("file").toString()))
        .isEqualTo("before between after");
  }

  @Test
  void aReaderThatHasGoneIsToldToTheProgram() throws Exception {
    String script =
        """
        ours, theirs = ends("socket")
        child = subprocess.Popen(sys.argv[1:], stdout=theirs, stderr=subprocess.PIPE)
        os.close(theirs)
        os.read(ours, 1)
        os.close(ours)
        error = child.stderr.read().decode()
        print("SIGPIPE" in error or "Broken pipe" in error)
        """;
    assertThat(python(script, jvm("yes"))).isEqualTo("True");
  }
}
