package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.CommandFailedException;
import io.standpipe.ExitStatus;
import io.standpipe.Fifo;
import io.standpipe.Output;
import io.standpipe.Pipe;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.Terminal;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Expected;
import io.standpipe.conversation.Match;
import io.standpipe.error.DeadlineExceededException;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All Java in the tables of docs/coming-from-python.md is here, and works. */
class ComingFromPythonTest {
  @TempDir Path folder;

  @Test
  void anonymousPipes() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    Pipe pipe = Pipe.open();
    pipe.writer().write("Spam 003");
    int n = pipe.reader().read(buffer);
    assertThat(n).isEqualTo(8);
    pipe.writer().write(buffer.flip());
    pipe.writer().close();
    assertThat(pipe.reader().readAllBytes()).isEqualTo("Spam 003".getBytes(UTF_8));
    pipe.close();
  }

  // exec, because an interrupt between the shell's last output and its child never reaches the
  // child.
  private static final String PROGRAM =
      "printf 'login: '; read n; echo x is 42; echo no: such $n; exec sleep 60";

  @Test
  void pexpect() throws Exception {
    Path file = folder.resolve("transcript");
    try (Child child = Command.of("sh", "-c", PROGRAM).terminal(Terminal.cooked()).start();
        Conversation talk = Conversation.with(child)) {
      talk.expect("login: ");
      talk.send("bob");
      Match match = talk.expect(Pattern.compile("is (\\d+)\r\n"));
      assertThat(match.group(1)).isEqualTo("42");
      match = talk.expect(Expected.text("ok"), Expected.regex("no: (.*)\r\n"), Expected.end());
      assertThat(match.index()).isEqualTo(1);
      assertThat(match.before()).isEmpty();
      assertThat(match.text()).startsWith("no: ");
      talk.write("\3");
      talk.expect(Expected.end(), Duration.ofSeconds(10));
    }
    try (Child child = Command.of("cat").piped().start();
        Conversation talk =
            Conversation.with(child, ConversationOptions.lines().transcript(100_000))) {
      assertThatThrownBy(() -> talk.expect("x", Duration.ofMillis(10)))
          .isInstanceOf(DeadlineExceededException.class);
      talk.closeWriter();
      assertThatThrownBy(() -> talk.expect("x")).isInstanceOf(ConversationException.class);
      talk.transcript().save(file);
      assertThat(file).exists();
    }
    Child child = Command.shell("echo READY; read line; echo late; exit 7").piped().start();
    try (child;
        Conversation talk = Conversation.with(child)) {
      talk.expect("READY");
      talk.detach();
      child.detach();
    }
    assertThat(child.await()).isEqualTo(new ExitStatus.Exited(7)); // not of SIGPIPE
  }

  @Test
  void textOnPipes() throws Exception {
    Pipe pipe = Pipe.open();
    var out = new PrintWriter(Channels.newWriter(pipe.writer(), UTF_8), true);
    var in = new BufferedReader(Channels.newReader(pipe.reader(), UTF_8));
    out.println("Spam 003");
    assertThat(in.readLine()).isEqualTo("Spam 003");
    out.close();
    assertThat(in.readLine()).isNull();
    in.close();
  }

  @Test
  void childrenWithDescriptors() throws Exception {
    Pipe pipe = Pipe.open();
    Command command = Command.self(Copies.class, "-child");
    try (Child child = command.fd(3, Redirect.handOver(pipe.writer())).start()) {
      assertThat(pipe.reader().readAllBytes()).isEqualTo("-child".getBytes(UTF_8));
      assertThat(child.await().isZero()).isTrue();
    }
    pipe.close();
  }

  /** The child of the test above. */
  static final class Copies {
    public static void main(String[] arguments) throws Exception {
      try (PipeWriter out = PipeWriter.inherited(3)) {
        out.write(arguments[0]);
      }
    }
  }

  @Test
  void duplicatesOfDescriptors() throws Exception {
    Pipe pipe = Pipe.open();
    Command command = Command.shell("echo out; echo err >&2");
    command.stdout(Redirect.to(pipe.writer())).stderr(Redirect.sameAs(1)).run();
    pipe.writer().close();
    assertThat(pipe.reader().readAllBytes()).isEqualTo("out\nerr\n".getBytes(UTF_8));
    pipe.close();
  }

  @Test
  void namedPipes() throws Exception {
    Path path = folder.resolve("fifo");
    Duration limit = Duration.ofSeconds(10);
    Fifo.create(path);
    Fifo fifo = Fifo.createIfAbsent(path);
    CompletableFuture<String> word =
        CompletableFuture.supplyAsync(() -> {
          try (PipeReader reader = fifo.openReader(limit)) {
            return new String(reader.readAllBytes(), UTF_8);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    try (PipeWriter writer = Fifo.at(path).openWriter(limit)) {
      writer.write("met");
    }
    assertThat(word.join()).isEqualTo("met");
    fifo.delete();
  }

  @Test
  void ownProcess() throws Exception {
    long pid = ProcessHandle.current().pid();
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    System.out.flush();
    assertThat(Command.shell("echo $PPID").read()).isEqualTo(Long.toString(pid));
    assertThat(parent).isPresent();
  }

  @Test
  void runningToTheEnd() throws Exception {
    Command command = Command.of("sh", "-c", "cat; echo \"$NAME\"; exit 3");
    ExitStatus status =
        command.stdin(Redirect.nothing()).stdout(Redirect.nothing()).anyExit().run();
    assertThat(status.shellCode()).isEqualTo(3);
    assertThat(Command.shell("kill -HUP $$; echo lives").ignoring(Signal.HUP).read())
        .isEqualTo("lives");
    assertThatThrownBy(() -> command.input("").capture())
        .isInstanceOf(CommandFailedException.class);

    Output output = command.input("text\n").env("NAME", "value").success(0, 3).capture();
    assertThat(output.text()).isEqualTo("text\nvalue");
    assertThat(output.stderr()).isEmpty();

    assertThat(Command.of("pwd").directory(folder).read()).isEqualTo(folder.toString());
    assertThat(Command.of("printf", "\\377").readBytes()).containsExactly(0xff);
    assertThat(Command.of("env").emptyEnv().env("NAME", "value").read()).isEqualTo("NAME=value");
    assertThat(Command.shell("echo $((6 * 7))").read()).isEqualTo("42");
    assertThat(Command.shell("echo \"$1\"").args("x").read()).isEqualTo("x");
    assertThatThrownBy(() -> Command.of("sleep", "1000").timeout(Duration.ofMillis(100)).read())
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void filesAsStreams() throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "text");
    Path out = folder.resolve("out");
    Command command = Command.of("cat");
    command.stdin(Redirect.from(in)).stdout(Redirect.to(out)).run();
    command.stdin(Redirect.from(in)).stdout(Redirect.appendTo(out)).run();
    assertThat(out).hasContent("texttext");
  }

  @Test
  void childrenThatStay() throws Exception {
    Duration limit = Duration.ofSeconds(10);
    try (Child child = Command.of("cat").piped().start()) {
      child.stdin().write("text\n");
      var lines = new BufferedReader(Channels.newReader(child.stdout(), UTF_8));
      assertThat(lines.readLine()).isEqualTo("text");
      assertThat(child.status()).isEmpty();
      assertThat(ProcessHandle.of(child.pid())).isPresent();
      child.signal(Signal.TERM);
      Optional<ExitStatus> status = child.await(limit);
      assertThat(status).contains(new ExitStatus.Signaled(Signal.TERM, false));
      child.stop();
    }
  }

  @Test
  void communicating() throws Exception {
    Duration limit = Duration.ofSeconds(10);
    try (Child child = Command.of("cat").piped().start()) {
      Output all = child.capture("text\n".getBytes(UTF_8), limit);
      assertThat(all.text()).isEqualTo("text");
    }
    Command silent = Command.shell("echo so far; exec sleep 1000").timeout(Duration.ofMillis(200));
    assertThatThrownBy(silent::read)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> assertThat(e.captured().outputText()).isEqualTo("so far\n"));
  }

  @Test
  void pipelines() throws Exception {
    Command first = Command.of("seq", "3");
    Command second = Command.of("sort", "-r");
    String text = first.pipeTo(second).read();
    assertThat(text).isEqualTo("3\n2\n1");
  }
}
