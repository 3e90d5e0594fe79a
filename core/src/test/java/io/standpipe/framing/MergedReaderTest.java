package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Pipe;
import io.standpipe.Redirect;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two pipes as one stream of messages. */
@Tag("pitfall-15")
@Timeout(30)
class MergedReaderTest {
  private Leaks before;
  private Pipe first;
  private Pipe second;

  @BeforeEach
  void open() throws Exception {
    before = Leaks.snapshot();
    first = Pipe.open();
    second = Pipe.open();
  }

  @AfterEach
  void nothingIsLeft() {
    for (Pipe pipe : new Pipe[] {first, second}) {
      pipe.reader().close();
      pipe.writer().close();
    }
    Leaks.assertNoneSince(before);
  }

  private MergedReader lines() {
    return Framing.lines().mergedReader(first.reader(), second.reader());
  }

  /** The next message and its channel, {@code 0 spam}; fails with a report if none comes. */
  private static String next(MergedReader merged) throws Exception {
    Frame frame = merged.read(Eventually.LIMIT);
    return frame == null
        ? "end"
        : merged.source() + " " + frame.text() + (frame.isTerminated() ? "" : "…");
  }

  /** Bytes of one channel tear neither a line nor a character of the other. */
  @Test
  void aMessageIsWholeWhateverComesMeanwhileFromTheOther() throws Exception {
    MergedReader merged = lines();
    first.writer().write("one, not yet who");
    byte[] umlaut = "\u00fc\n".getBytes(UTF_8);
    second.writer().write(ByteBuffer.wrap(umlaut, 0, 1));
    assertThatThrownBy(() -> merged.read(Duration.ofMillis(50)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageEndingWith(" timed out after 50ms: no whole message has come");
    second.writer().write(ByteBuffer.wrap(umlaut, 1, 2));
    assertThat(next(merged)).isEqualTo("1 \u00fc");
    first.writer().write("le\ntwo\n");
    assertThat(next(merged)).isEqualTo("0 one, not yet whole");
    assertThat(next(merged)).isEqualTo("0 two");
  }

  @Test
  void whatCameFirstComesFirstThoughItIsALotAtOnce() throws Exception {
    MergedReader merged = lines();
    var waiting = Background.parked(ThreadKind.PLATFORM, () -> next(merged));
    first.writer().write("1\n2\n3\n4\n");
    assertThat(waiting.value()).isEqualTo("0 1");
    second.writer().write("after\n");
    for (String expected : new String[] {"0 2", "0 3", "0 4", "1 after"}) {
      assertThat(next(merged)).isEqualTo(expected);
    }
  }

  /**
   * The child writes a line to each in turn, and goes on when it is told that the line has come.
   */
  @Test
  void aChildsTwoStreamsComeInTheOrderInWhichItWroteThem() throws Exception {
    String script = "while read -r n; do echo \"out $n\"; read -r n; echo \"err $n\" >&2; done";
    Command command = Command.of("/bin/sh", "-c", script).piped().stderr(Redirect.pipe());
    try (Child child = command.start()) {
      MergedReader both = Framing.lines().mergedReader(child.stdout(), child.stderr());
      for (int i = 0; i < 200; i++) {
        child.stdin().write(i + "\n");
        assertThat(next(both)).isEqualTo(i % 2 + (i % 2 == 0 ? " out " : " err ") + i);
      }
      child.stdin().close();
      assertThat(next(both)).isEqualTo("end");
    }
  }

  @Test
  @Tag("pitfall-26")
  void theEndIsTheEndOfAllAndHalfALineBeforeItIsReportedAsSuch() throws Exception {
    MergedReader merged = lines();
    first.writer().write("hal");
    first.writer().close();
    assertThat(next(merged)).isEqualTo("0 hal…");
    second.writer().write("more\n");
    assertThat(next(merged)).isEqualTo("1 more");
    second.writer().close();
    assertThat(next(merged)).isEqualTo("end");
    assertThat(next(merged)).isEqualTo("end");
    assertThat(merged.read()).isNull();
  }

  @Test
  @Tag("pitfall-19")
  void aFloodIsHeldUpAndDoesNotHideTheOther() throws Exception {
    MergedReader merged = lines();
    byte[] flood = "x\n".repeat(1 << 20).getBytes(UTF_8);
    var flooding =
        Background.start(ThreadKind.VIRTUAL, () -> first.writer().write(ByteBuffer.wrap(flood)));
    assertThat(next(merged)).isEqualTo("0 x");
    second.writer().write("help\n");
    Eventually.parked(flooding.thread());
    long seen = 0;
    while (next(merged).equals("0 x")) {
      seen++;
    }
    assertThat(merged.source()).isEqualTo(1);
    assertThat(seen).as("lines before it: what was read, or in the pipe").isLessThan(100_000);
    first.reader().close();
    flooding.failure();
  }

  @Test
  void anErrorTellsItsChannel() throws Exception {
    MergedReader merged =
        Framing.ndjson().resynchronizing().mergedReader(first.reader(), second.reader());
    second.writer().write("Loading...\n{}\n");
    assertThatThrownBy(() -> merged.read(Eventually.LIMIT))
        .isInstanceOfSatisfying(FrameException.class, e -> assertThat(e.offset()).isZero());
    assertThat(merged.source()).isEqualTo(1);
    assertThat(next(merged)).isEqualTo("1 {}");
  }

  @Test
  void aChannelThatCannotBeReadIsReportedOnceAndTheOtherReadOn() throws Exception {
    MergedReader merged = lines();
    second.writer().write("still here\n");
    assertThat(next(merged)).isEqualTo("1 still here");
    first.reader().close();
    assertThatThrownBy(() -> merged.read(Eventually.LIMIT))
        .isInstanceOf(AsynchronousCloseException.class);
    assertThat(merged.source()).isZero();
    second.writer().write("and here\n");
    assertThat(next(merged)).isEqualTo("1 and here");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesAReadThatWaits(ThreadKind kind) throws Exception {
    MergedReader merged = lines();
    var read = Background.parked(kind, merged::read);
    merged.close();
    assertThat(read.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  /** Like a channel that is closed between the call and the first read. */
  private static ReadableByteChannel closedAlthough(boolean itSaysOpen) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer into) throws IOException {
        throw new ClosedChannelException();
      }

      @Override
      public boolean isOpen() {
        return itSaysOpen;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aCloseBeforeTheChannelIsReadIsReportedAsOneDuringTheWait() {
    MergedReader merged = Framing.lines().mergedReader(closedAlthough(true));
    assertThatThrownBy(merged::read).isExactlyInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aReadThatBeginsAfterTheCloseSaysSo() {
    MergedReader merged = Framing.lines().mergedReader(closedAlthough(false));
    assertThatThrownBy(merged::read).isExactlyInstanceOf(ClosedChannelException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAReadAndLosesNothing(ThreadKind kind) throws Exception {
    MergedReader merged = lines();
    first.writer().write("hal");
    var read = Background.parked(kind, merged::read);
    read.interrupt();
    assertThat(read.failure()).isInstanceOf(InterruptedException.class);
    first.writer().write("f\n");
    assertThat(next(merged)).isEqualTo("0 half");
  }
}
