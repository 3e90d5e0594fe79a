package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FifoServeTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Counts its requests, which tells a program from its successor. */
  private static final String COUNTER =
      "n=0; while read -r l; do case $l in die) exit 3;; hang) exec sleep 1000;; esac;"
          + " n=$((n+1)); echo \"$n $l\"; done";

  @TempDir Path folder;
  private Path path;
  private Child server;
  private FrameReader said;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("fifo");
  }

  /** Starts a server and waits until it says that it is ready. */
  private void serve(String... words) throws IOException {
    var all = Stream.concat(Stream.of("fifo", "serve"), Stream.of(words)).toArray(String[]::new);
    server = StandpipeRunner.command(all).stderr(Redirect.pipe()).start();
    said = Framing.lines().reader(server.stderr());
    assertThat(said.readText()).startsWith("standpipe: ").endsWith(" answers at " + path);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private StandpipeRunner.Result call(String... words) throws Exception {
    var all =
        Stream.concat(
            Stream.of("fifo", "call", "--timeout", "30s", path.toString()), Stream.of(words));
    return StandpipeRunner.run(all.toArray(String[]::new));
  }

  @Test
  void oneProgramAnswersCallsOneAfterTheOther() throws Exception {
    serve(path.toString(), "--", "sh", "-c", COUNTER);

    call("6", "*", "7").exits(0).prints("1 6 * 7\n").saysNothing();
    Command fromInput =
        StandpipeRunner.command("fifo", "call", path.toString()).input("a line\nmore\n");
    StandpipeRunner.run(fromInput).exits(0).prints("2 a line\n");
  }

  @Test
  void manyCallersAtOnceEachGetTheirOwnAnswer() throws Exception {
    serve(path.toString(), "--", "sh", "-c", COUNTER);

    List<Future<StandpipeRunner.Result>> calls = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 8).forEach(n -> calls.add(threads.submit(() -> call("caller " + n))));
    }

    for (int n = 0; n < calls.size(); n++) {
      assertThat(calls.get(n).get().exits(0).out()).endsWith(" caller " + n + "\n");
    }
  }

  @Test
  void aProgramThatDiesIsAnErrorToItsCallerAndIsStartedAgainForTheNext() throws Exception {
    serve(path.toString(), "--", "sh", "-c", COUNTER);
    call("one").prints("1 one\n");

    call("die")
        .exits(1)
        .saysOneLine("call " + path + ": child ", "exited with code 3 without an answer");

    assertThat(said.readText())
        .contains("exited with code 3 without an answer; the next call starts it again");
    call("two").exits(0).prints("1 two\n");
    assertThat(said.readText()).startsWith("standpipe: started again: sh -c ");
  }

  @Test
  void whoGivesNoAnswerInTimeIsStoppedAndStartedAgain() throws Exception {
    serve("--timeout", "1s", path.toString(), "--", "sh", "-c", COUNTER);

    call("hang").exits(1).saysOneLine("gave no answer in time");

    call("two").exits(0).prints("1 two\n");
  }

  @Test
  void whatIsNoMessageOfTheProgramsIsAnErrorAndItGoesOn() throws Exception {
    serve(path.toString(), "--framing", "ndjson", "--", "cat");

    call("no json").exits(1).saysOneLine("JSON");
    call("{}").exits(0).prints("{}\n");
  }

  /** The stream of the program has lost its framing; only a new program begins a new stream. */
  @Test
  void aProgramWhoseMessagesCannotBeToldApartAnyMoreIsStartedAgain() throws Exception {
    String stray = "q = input(); print('3:yes,', end='', flush=True); input(); print('stray')";
    serve(path.toString(), "--framing", "netstring", "--", "python3", "-c", stray);
    for (int i = 0; i < 2; i++) {
      call("\n").exits(0).prints("yes\n");
      call("\n")
          .exits(1)
          .saysOneLine("did not answer with a message: ", "the next call starts it again");
    }
  }

  @Test
  void anAnswerOfSeveralMessagesIsAnErrorToItsOwnCallerAloneOrHasAnEnd() throws Exception {
    String twice = "while read -r l; do printf '%s\\n%s!\\n' $l $l; done";
    serve(path.toString(), "--", "sh", "-c", twice);
    call("one")
        .exits(1)
        .saysOneLine("the program went on after its answer (one): one!", "--answers");
    server.close();

    serve("--answers", "until=two!", path.toString(), "--", "sh", "-c", twice);
    call("two").exits(0).prints("two\n");
  }

  @Test
  void aCallWhoseAnswerCannotBePrintedIsNotCarriedOut() throws Exception {
    serve(path.toString(), "--", "sh", "-c", COUNTER);
    List<String> words = StandpipeRunner.command("fifo", "call", path.toString(), "lost").words();
    List<String> closed = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&-", "sh"));
    closed.addAll(words);
    StandpipeRunner.run(Command.of(closed)).exits(125).saysOneLine("Bad file descriptor");
    call("one").exits(0).prints("1 one\n");
  }

  @Test
  void aCallThatIsNoTextIsRefused() throws Exception {
    serve(path.toString(), "--", "cat");
    Command fromInput = StandpipeRunner.command("fifo", "call", path.toString());
    StandpipeRunner.run(fromInput.input(new byte[] {'a', (byte) 0xff, '\n'}))
        .exits(125)
        .saysOneLine("call " + path + ": the text is not UTF-8");
    call("text").exits(0).prints("text\n");
  }

  @Test
  void controlCEndsItAndNothingIsLeft() throws Exception {
    serve(path.toString(), "--", "sh", "-c", COUNTER);
    call("one").exits(0);

    server.signal(Signal.INT);

    assertThat(server.await(LIMIT)).contains(new ExitStatus.Exited(130));
    assertThat(server.descendants()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProgramThatCannotBeStartedIsSeenAtOnce() {
    StandpipeRunner.call("fifo", "serve", path.toString(), "--", "no-such-program")
        .exits(127)
        .saysOneLine("No such file or directory");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutAServerACallTimesOut() throws Exception {
    StandpipeRunner.run("fifo", "call", "--timeout", "500ms", path.toString(), "x")
        .exits(124)
        .saysOneLine("no server is there");
  }

  @Test
  void withoutATextAndWithoutALineACallIsAnError() throws Exception {
    StandpipeRunner.run("fifo", "call", path.toString())
        .exits(125)
        .saysOneLine("read a line from standard input: it has ended");
  }
}
