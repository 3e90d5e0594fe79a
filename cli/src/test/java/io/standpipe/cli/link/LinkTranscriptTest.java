package io.standpipe.cli.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.standpipe.Pipe;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTranscriptTest {
  private static final LinkedProgram A = new LinkedProgram("A", 797, "/bin/bc", "bc   ");
  private static final LinkedProgram B = new LinkedProgram("B", 798, "asker", "asker");

  private Pipe pipe;
  private LinkTranscript transcript;

  @BeforeEach
  void start() throws IOException {
    pipe = Pipe.open();
    transcript = start(false, Duration.ofHours(1));
  }

  private LinkTranscript start(boolean coloured, Duration pause) {
    return LinkTranscript.start(new StandardOutput(pipe.writer()), coloured, pause);
  }

  @AfterEach
  void stop() {
    transcript.close();
    pipe.close();
  }

  private void say(LinkedProgram speaker, String text) throws IOException {
    transcript.said(speaker, text.getBytes(UTF_8));
  }

  /** Closes the transcript and returns everything that it has shown. */
  private String shown() throws IOException {
    pipe.writer().close();
    return new String(pipe.reader().readAllBytes(), UTF_8);
  }

  @Test
  void aLineForEachLine() throws IOException {
    say(B, "1+1\n2+2\n");
    say(A, "2\n");

    assertThat(shown()).isEqualTo("asker> 1+1\nasker> 2+2\nbc   > 2\n");
  }

  @Test
  void aLineMayComeInPieces() throws IOException {
    say(A, "he");
    say(A, "llo\nwor");
    say(A, "ld\n");

    assertThat(shown()).isEqualTo("bc   > hello\nbc   > world\n");
  }

  @Test
  void aLineWithoutAnEndIsShownWhenTheOtherSideSpeaks() throws IOException {
    say(A, "Name? ");
    say(B, "Bob\n");
    say(A, "Hello Bob\n");

    assertThat(shown()).isEqualTo("bc   > Name?  [no newline]\nasker> Bob\nbc   > Hello Bob\n");
  }

  @Test
  void aLineWithoutAnEndIsShownWhenItsSpeakerPauses() throws IOException {
    transcript.close();
    transcript = start(false, Duration.ofMillis(1));
    say(A, "Name?");

    var shown = new BufferedReader(new InputStreamReader(pipe.reader().inputStream(), UTF_8));
    assertThat(shown.readLine()).isEqualTo("bc   > Name? [no newline]");
  }

  @Test
  void theNewlineOfALineAlreadyShownIsNotAnotherLine() throws IOException {
    say(A, "Name?");
    say(B, "Bob\n");
    say(A, "\n\n");

    assertThat(shown()).isEqualTo("bc   > Name? [no newline]\nasker> Bob\nbc   > \n");
  }

  @Test
  void theEndIsShownAndWhatStandsBeforeIt() throws IOException {
    say(A, "bye");
    transcript.fellSilent(A);
    transcript.fellSilent(B);

    assertThat(shown())
        .isEqualTo("bc   > bye [no newline]\nbc   > [end of output]\nasker> [end of output]\n");
  }

  @Test
  void aTornCharacterIsShownWhole() throws IOException {
    transcript.said(A, new byte[] {'x', (byte) 0xc3});
    say(B, "y\n");
    transcript.said(A, new byte[] {(byte) 0xa9, '\n'});

    assertThat(shown()).isEqualTo("bc   > x [no newline]\nasker> y\nbc   > é\n");
  }

  @Test
  void aLineTooLongToWaitForIsShownInParts() throws IOException {
    String part = "x".repeat(40_000);
    // The text is shown before the pipe is read, so the pipe must hold all of it.
    pipe.writer().resize(1 << 18);
    say(A, part);
    say(A, part);
    say(A, "\n");

    assertThat(shown()).isEqualTo("bc   > " + part + part + " [no newline]\n");
  }

  @Test
  void whatWouldMoveTheCursorIsShownByItsNumber() throws IOException {
    say(A, "a\033[2Jb\r\n");

    assertThat(shown()).isEqualTo("bc   > a\\x1b[2Jb\\r\n");
  }

  @Test
  void onATerminalTheLabelsHaveColours() throws IOException {
    transcript.close();
    transcript = start(true, Duration.ofHours(1));
    say(A, "1\n");
    say(B, "2\n");

    assertThat(shown()).isEqualTo("\033[36mbc   >\033[0m 1\n\033[33masker>\033[0m 2\n");
  }

  @Test
  void whenNobodyReadsItSaysSoInTheWayOfSigpipe() {
    pipe.reader().close();

    assertThatExceptionOfType(ExitException.class)
        .isThrownBy(() -> say(A, "x\n"))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(141))
        .satisfies(failure -> assertThat(failure.line()).isEmpty());
  }
}
