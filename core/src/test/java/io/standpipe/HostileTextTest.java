package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Expected;
import io.standpipe.conversation.Script;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.fifo.FifoClient;
import io.standpipe.fifo.FifoServer;
import io.standpipe.framing.Framing;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.tree.Survivor;
import io.standpipe.testing.BlockedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that would move a cursor, colour a screen, turn the writing round or begin a line of its
 * own, through every way by which it gets into a message.
 */
@Timeout(60)
@Tag("pitfall-59")
class HostileTextTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What no message may have: all but the line ends of a message with several lines. */
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\u202e&&[^\n]]");

  /** Without a slash, so that it may be the name of a file. */
  private static final String HOSTILE = "evil\033[31m\nFAKE line\r\b\u202e\u2028\u0085\u009b1m\7";

  /** The same for printf(1). */
  private static final String PRINTF =
      "evil\\033[31m\\nFAKE line\\r\\b\\342\\200\\256\\342\\200\\250\\302\\205\\302\\2331m\\007";

  @TempDir Path folder;

  private static void assertHarmless(String what, String message) {
    assertThat(message).as(what).contains("evil").doesNotContainPattern(HARMFUL);
    assertThat(message.lines()).as(what).noneMatch(line -> line.startsWith("FAKE"));
  }

  private static void assertHarmless(Map<String, ThrowingCallable> failures) {
    failures.forEach((what, call) -> {
      Throwable failure = catchThrowable(call);
      assertThat(failure).as(what).isNotNull();
      for (Throwable t = failure; t != null; t = t.getCause()) {
        String message = String.valueOf(t.getMessage());
        assertThat(message).as(what).doesNotContainPattern(HARMFUL);
        assertThat(message.lines()).as(what).noneMatch(line -> line.startsWith("FAKE"));
      }
      assertHarmless(what, String.valueOf(failure.getMessage()));
    });
  }

  private static Command sh(String script, String... arguments) {
    return Command.of("sh", "-c", script, "sh").args(arguments);
  }

  private Path hostile() {
    return folder.resolve(HOSTILE);
  }

  @Test
  void exceptionsOfPrograms() {
    Command shouting = sh("printf '" + PRINTF + "' >&2; exit 3");
    assertHarmless(
        Map.ofEntries(
            Map.entry("its standard error", shouting::read),
            Map.entry("in a pipeline", () -> shouting.pipeTo(Command.of("cat")).read()),
            Map.entry("its output", () -> sh("printf '" + PRINTF + "'; exit 3").read()),
            Map.entry("its arguments", () -> sh("exit 3", HOSTILE).run()),
            Map.entry("no program", () -> Command.of(HOSTILE).start()),
            Map.entry("no such file", () -> Command.of("./" + HOSTILE).start()),
            Map.entry(
                "no folder", () -> Command.of("true").directory(hostile().resolve("x")).start()),
            Map.entry(
                "no file",
                () -> Command.of("true").stdin(Redirect.from(hostile().resolve("x"))).start()),
            Map.entry("too late", () -> sh("exec sleep 1000", HOSTILE).timeout(SHORT).run()),
            Map.entry("too much", () -> sh("yes " + "x", HOSTILE).captureLimit(1).read()),
            Map.entry("no text", () -> sh("printf '\\377'", HOSTILE).read())));
  }

  @Test
  void anErrorOfSeveralLinesStaysReadable() {
    assertThat(catchThrowable(() -> sh("printf 'one\\ntwo\\033[0m\\n' >&2; exit 3").read()))
        .message()
        .endsWith(" exited with code 3:\n  | one\n  | two\\x1b[0m");
    assertThat(catchThrowable(() -> sh("echo 'just\tone\\' >&2; exit 3").read()))
        .message()
        .endsWith(" exited with code 3: just\tone\\");
  }

  @Test
  void exceptionsOfConversations() throws Exception {
    ConversationOptions options = ConversationOptions.of(Framing.nul());
    try (Child child = sh("printf '" + PRINTF + "\\000" + PRINTF + "'; cat").piped().start();
        Conversation talk = Conversation.with(child, options)) {
      assertHarmless(
          Map.of(
              "received text", () -> talk.expect("never", SHORT),
              "expected text", () -> talk.expect(HOSTILE + "never", SHORT),
              "a pattern", () -> talk.expect(Expected.regex(Pattern.quote(HOSTILE) + "x"), SHORT)));
      String difference = Script.parse("< else\n").play(talk, LIMIT).orElseThrow().toString();
      assertHarmless("a script", difference);
      assertHarmless("a pattern", Expected.regex(HOSTILE.replace("[", "")).toString());
      assertHarmless(Map.of("a question", () -> talk.ask(HOSTILE, Duration.ZERO)));
    }
    try (Child child = sh("printf '" + PRINTF + "'").piped().start();
        Conversation talk = Conversation.with(child, ConversationOptions.of(Framing.netstring()))) {
      assertHarmless(Map.of("a stray print", () -> talk.receive(LIMIT)));
    }
  }

  @Test
  void exceptionsOfFifos() throws Exception {
    Fifo fifo = Fifo.create(hostile());
    assertHarmless(
        Map.of(
            "there already", () -> Fifo.create(hostile()),
            "no partner", () -> fifo.openReader(SHORT),
            "no writer", () -> fifo.openWriter(SHORT),
            "nothing there", () -> Fifo.at(hostile().resolve("x")).openReader(SHORT)));
    assertHarmless("fifo", fifo.toString());
    Path place = folder.resolve("server");
    try (var _ = FifoServer.start(place, request -> fail());
        var client = FifoClient.to(place)) {
      assertHarmless(Map.of("a server's error", () -> client.ask("q", LIMIT)));
    }
  }

  private static String fail() {
    throw new IllegalStateException(HOSTILE);
  }

  @Test
  @Tag("doctor")
  void whatTheDoctorSays() throws Exception {
    String thread = "printf '" + PRINTF + "' > /proc/self/comm; read line < \"$1\"";
    Fifo.create(hostile());
    try (Child child = sh(thread, hostile().toString(), HOSTILE).start()) {
      BlockedCall.await(child, "openat");
      List<String> texts = new ArrayList<>();
      Diagnosis diagnosis = child.diagnose();
      texts.add(diagnosis.toString());
      diagnosis.summary().ifPresent(texts::add);
      Diagnosis all = Doctor.examine();
      texts.add(all.toString());
      all.snapshot().processes().forEach(process -> texts.add(process.toString()));
      all.snapshot().processes().forEach(process -> texts.add(process.program()));
      all.snapshot().channels().forEach(channel -> texts.add(channel.toString()));
      all.findings().forEach(finding -> texts.add(finding.toString()));

      String joined = String.join("\n", texts);
      assertHarmless("all of it", joined);
      assertHarmless("child", child.toString());
      assertHarmless("job", sh("", HOSTILE).pipeTo(sh("", HOSTILE)).toString());
    }
  }

  /** A descendant that a stop cannot end is named by its command line. */
  @Test
  void whatAStopReports() throws Exception {
    try (Child child = sh("read line", HOSTILE).piped().start()) {
      BlockedCall.await(child, "read");
      var report = new StopReport(Optional.empty(), survivors(child));
      assertHarmless("report", report.toString());
    }
  }

  private static List<String> survivors(Child child) {
    return ProcessInfo.of(child.pid()).stream()
        .map(process -> Survivor.of(process, 1).toString())
        .toList();
  }
}
