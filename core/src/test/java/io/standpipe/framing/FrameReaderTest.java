package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Pipe;
import io.standpipe.PipeReader;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.TimedReads;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reader keeps between the channel and the messages, also after an exception. */
class FrameReaderTest {
  @Test
  void anExceptionOfTheChannelLosesNothing() throws Exception {
    var channel = new SlowChannel("first\nsecond\n".getBytes(UTF_8), 1);
    FrameReader reader = Framing.lines().reader(channel);
    channel.failing(new IOException("1"), new IOException("2"), new IOException("3"));

    int failures = 0;
    String line = null;
    while (line == null) {
      try {
        line = reader.readText();
      } catch (IOException e) {
        failures++;
      }
    }
    assertThat(line).isEqualTo("first");
    assertThat(failures).isEqualTo(3);
    assertThat(reader.readText()).isEqualTo("second");
    assertThat(reader.readText()).isNull();
    assertThat(reader.readText()).isNull();
  }

  @Test
  void aReadWhoseDeadlineHasPassedIsTriedAgainAndGetsTheWholeLine() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      FrameReader reader = Framing.lines().reader(new Hurried(pipe.reader()));
      pipe.writer().write("hal");
      assertThatThrownBy(reader::read).isInstanceOf(DeadlineExceededException.class);
      pipe.writer().write("f\n");
      assertThat(reader.readText()).isEqualTo("half");
    }
  }

  /** A pipe's reader that waits only briefly. */
  private record Hurried(PipeReader reader) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return reader.read(into, Duration.ofMillis(20));
    }

    @Override
    public boolean isOpen() {
      return reader.isOpen();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  @Test
  void aReadWithALimitEndsThereAndTheNextOneGetsTheWholeLine() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      FrameReader reader = Framing.lines().reader(pipe.reader());
      pipe.writer().write("hal");
      assertThatThrownBy(() -> reader.read(Duration.ofMillis(20)))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("timed out after 20ms");
      pipe.writer().write("f\nnext\n");
      assertThat(reader.readText(Eventually.LIMIT)).isEqualTo("half");
      assertThat(reader.readText(Duration.ZERO)).isEqualTo("next");
      assertThatThrownBy(() -> reader.read(Duration.ZERO))
          .isInstanceOf(DeadlineExceededException.class);
      pipe.writer().close();
      assertThat(reader.read(Eventually.LIMIT)).isNull();
    }
  }

  /** Each read of such a channel is in time, so only the reader can notice that time is up. */
  @Test
  void aPeerThatSendsAByteNowAndThenDoesNotProlongALimit() {
    TimedReads.register(Trickle.class, channel -> (into, deadline) -> channel.read(into));
    FrameReader reader = Framing.lines().reader(new Trickle());
    assertThatThrownBy(() -> reader.read(Duration.ofMillis(20)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageMatching("read lines from a trickle timed out after 20ms: [0-9]+ bytes .*");
  }

  private static final class Trickle implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      into.put((byte) 'x');
      LockSupport.parkNanos(1_000_000);
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "a trickle";
    }
  }

  @Test
  void aLimitIsRefusedWhereTheChannelCannotKeepIt() {
    FrameReader reader = Framing.lines().reader(new SlowChannel("a\n".getBytes(UTF_8), 1));
    assertThatThrownBy(() -> reader.read(Duration.ofSeconds(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("read lines with a time limit: ")
        .hasMessageEndingWith(" cannot be read with one; read from a PipeReader");
  }

  @Test
  @Tag("pitfall-22")
  void aChannelThatHasNothingNowIsNotAskedAgainAndAgain() {
    var nothing = new NothingNow();
    assertThatThrownBy(Framing.lines().reader(nothing)::read)
        .isInstanceOf(IllegalBlockingModeException.class);
    assertThat(nothing.reads).isEqualTo(1);
  }

  private static final class NothingNow implements ReadableByteChannel {
    private int reads;

    @Override
    public int read(ByteBuffer into) {
      reads++;
      return 0;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  @Tag("pitfall-16")
  void aLineWithoutEndTakesNoMoreMemoryThanTheLimit() throws Exception {
    var channel = new Endless();
    FrameReader reader = Framing.lines().limit(100_000).resynchronizing().reader(channel);

    assertThatThrownBy(reader::read)
        .isInstanceOfSatisfying(
            FrameException.class,
            e -> {
              assertThat(e.offset()).isZero();
              assertThat(e.isRecoverable()).isTrue();
            });
    assertThat(reader.readText()).isEqualTo("end");
    assertThat(channel.sent).isGreaterThan(Endless.LENGTH);
    assertThat(channel.largestRoom).isLessThan(300_000);
  }

  /** 64 MiB without a newline, then a line. */
  private static final class Endless implements ReadableByteChannel {
    static final int LENGTH = 64 << 20;

    private int sent;
    private int largestRoom;

    @Override
    public int read(ByteBuffer into) {
      if (sent >= LENGTH) {
        into.put("\nend\n".getBytes(UTF_8));
        sent += 5;
        return 5;
      }
      int n = into.remaining();
      largestRoom = Math.max(largestRoom, into.capacity());
      into.put(Bytes.filled(n, 'x'));
      sent += n;
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  @Tag("pitfall-16")
  void aLengthThatIsALieTakesNoMemory() throws Exception {
    FrameDecoder decoder = Framing.lengthPrefix(4, BIG_ENDIAN).limit(1 << 29).decoder();
    decoder.feed(ByteBuffer.wrap(new byte[] {0x1f, 0, 0, 0, 'a', 'b'}));

    assertThat(decoder.next()).isNull();
    assertThat(decoder.room().capacity()).isLessThan(10_000);
  }

  @Test
  void messagesOfManySizesPassThroughARealPipe() throws Exception {
    for (Framing framing :
        new Framing[] {
          Framing.lines(), Framing.lengthPrefix(4, BIG_ENDIAN), Framing.contentLength()
        }) {
      try (Pipe pipe = Pipe.open();
          FrameReader reader = framing.reader(pipe.reader())) {
        Thread writing = Thread.ofVirtual().start(() -> writeAll(framing, pipe));
        for (int size = 0; size < 300_000; size = 2 * size + 1) {
          Frame frame = reader.read();
          assertThat(frame.length()).isEqualTo(size);
          assertThat(frame.bytes()).isEqualTo(Bytes.filled(size, 'a' + size % 7));
        }
        assertThat(reader.read()).isNull();
        writing.join();
      }
    }
  }

  private static void writeAll(Framing framing, Pipe pipe) {
    try (FrameWriter writer = framing.writer(pipe.writer())) {
      for (int size = 0; size < 300_000; size = 2 * size + 1) {
        writer.write(Bytes.filled(size, 'a' + size % 7));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDecoderTakesNoMoreBeforeItWasAskedForAllItHas() throws Exception {
    FrameDecoder decoder = Framing.lines().decoder();
    decoder.feed(UTF_8.encode("a\n"));
    assertThat(decoder.next().text()).isEqualTo("a");

    assertThatIllegalStateException().isThrownBy(() -> decoder.feed(UTF_8.encode("b\n")));
    assertThat(decoder.next()).isNull();
    decoder.feed(UTF_8.encode("b"));
    decoder.end();
    assertThat(decoder.next().isTerminated()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> decoder.feed(UTF_8.encode("c\n")));
  }

  @Test
  void closingTheReaderClosesTheChannel() throws Exception {
    var channel = new SlowChannel(new byte[0], 1);
    Framing.lines().reader(channel).close();
    assertThat(channel.isOpen()).isFalse();
  }
}
