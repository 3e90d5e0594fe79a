package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Unflushed;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.proc.GlibcStreams;
import io.standpipe.testing.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text in the buffers of other programs is shown only where it is meant to be. */
@Tag("doctor")
@Tag("alone")
class SecretsTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** The program holds "you said [hunter2]" back, which the doctor would show word for word. */
  @Test
  void whatAConversationMarkedSecretIsMaskedInItsDiagnosis() throws Exception {
    try (Child child = Command.of(Programs.c("answers")).piped().start();
        Conversation talk = Conversation.with(child)) {
      talk.sendSecret("hunter2");
      isMasked(late(() -> talk.receive(LIMIT)));
    }
  }

  /** Here a timer of the conversation runs out, and no read with a limit. */
  @Test
  void soItIsWhereAnAnswerToAQuestionIsLate() throws Exception {
    ConversationOptions options = ConversationOptions.lines().secret("hunter2");
    try (Child child = Command.of(Programs.c("answers")).piped().start();
        Conversation talk = Conversation.with(child, options)) {
      isMasked(late(() -> talk.ask("hunter2", LIMIT)));
    }
  }

  private static void isMasked(DeadlineExceededException late) {
    Diagnosis diagnosis = late.diagnosis().orElseThrow();
    assertThat(diagnosis.findings())
        .filteredOn(Unflushed.class::isInstance)
        .map(f -> ((Unflushed) f).text().orElseThrow())
        .containsExactly("you said [***]\n");
    var all = new StringWriter();
    late.printStackTrace(new PrintWriter(all, true));
    assertThat(all + "\n" + diagnosis).contains("unflushed").doesNotContain("hunter2");
    for (Throwable cause = late.getCause(); cause != null; cause = cause.getCause()) {
      assertThat(cause).isNotInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void textIsNotLookedForWhereNoProcessWaitsForIt() throws Exception {
    try (Child child = Command.of(Programs.c("answers")).piped().start()) {
      child.stdin().write("hello\n");
      Eventually.holds("the question is eaten", () -> child.stdin().queued() == 0);
      Diagnoses.awaitCalls(child, 1, "read");
      assertThat(GlibcStreams.of(child.pid())).as("there is some").hasSize(1);
      assertThat(child.diagnose().findings()).noneMatch(Unflushed.class::isInstance);
    }
  }

  private static DeadlineExceededException late(ThrowingCallable call) {
    return catchThrowableOfType(DeadlineExceededException.class, call);
  }
}
