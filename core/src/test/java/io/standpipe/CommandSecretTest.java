package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.testing.BlockedCall;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An argument that is secret reaches the program and nobody else. */
@Timeout(60)
@Tag("pitfall-57")
class CommandSecretTest {
  private static final String SECRET = "s3cr3t-of-CommandSecretTest";

  private static Command shell(String script) {
    return Command.of("sh", "-c", script, "sh", "--password=" + SECRET).secret(SECRET);
  }

  @Test
  void theProgramGetsItAsItIs() throws Exception {
    assertThat(shell("printf %s \"$1\"").read()).isEqualTo("--password=" + SECRET);
    assertThat(shell("").words()).contains("--password=" + SECRET);
  }

  @Test
  void theCommandAndItsChildShowItMasked() throws Exception {
    Command command = shell("exec sleep 1000");
    assertThat(command)
        .hasToString("[\"sh\", \"-c\", \"exec sleep 1000\", \"sh\", \"--password=***\"]");
    try (Child child = command.start()) {
      assertThat(child.toString()).contains("--password=***").doesNotContain(SECRET);
      assertThat(child.stop().toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void itsErrorsShowItMaskedAlsoWhereTheProgramRepeatsIt() {
    var failed =
        catchThrowableOfType(
            CommandFailedException.class,
            () -> shell("echo \"bad option $1\" >&2; exit 3").capture());

    assertThat(failed)
        .hasMessageContaining("--password=***")
        .hasMessageEndingWith("exited with code 3: bad option --password=***");
    assertThat(failed.words()).contains("--password=***");
    assertThat(failed.errorTail()).doesNotContain(SECRET);
  }

  @Test
  void aProgramThatIsNotThereIsReportedWithoutIt() {
    assertThatThrownBy(() -> Command.of("/no/such/program", SECRET).secret(SECRET).start())
        .isInstanceOf(ProgramNotFoundException.class)
        .hasMessageContaining("***")
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void aTimeLimitShowsItMasked() {
    assertThatThrownBy(() -> shell("exec sleep 1000").timeout(Duration.ofMillis(50)).run())
        .message()
        .contains("***")
        .doesNotContain(SECRET);
  }

  /** The system shows command lines to everyone; our own diagnoses need not repeat them. */
  @Test
  @Tag("doctor")
  void theDoctorShowsTheChildAndWhatItHasStartedWithoutIt() throws Exception {
    Command command = shell("sh -c 'read line' sh \"$1\"; exit").stdin(Redirect.pipe());
    try (Child child = command.start()) {
      BlockedCall.await(child, "wait4");
      var seen = Doctor.snapshot().processes().stream().map(Object::toString).toList();

      assertThat(seen).anyMatch(p -> p.contains("***")).noneMatch(p -> p.contains(SECRET));
      assertThat(Doctor.snapshot().processes())
          .noneMatch(process -> process.command().contains(SECRET));
    }
  }
}
