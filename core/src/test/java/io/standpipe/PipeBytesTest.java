package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes go through as they are: by buffers and by streams, whatever the offset and length. */
class PipeBytesTest {
  private static final int ROUNDS = 2_000;
  private static final int MOST = 500;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private Pipe pipe;
  private PipeReader reader;
  private PipeWriter writer;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
    reader = pipe.reader();
    writer = pipe.writer();
  }

  @AfterEach
  void close() {
    pipe.close();
  }

  private byte[] readExactly(int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining()) {
      assertThat(reader.read(into)).isPositive();
    }
    return into.array();
  }

  /** Random content between a random position and limit. */
  private ByteBuffer anyBuffer() {
    byte[] content = Bytes.random(random.nextInt(MOST), random.nextLong());
    ByteBuffer buffer =
        random.nextBoolean()
            ? ByteBuffer.allocateDirect(content.length).put(content)
            : ByteBuffer.wrap(content);
    int position = random.nextInt(content.length + 1);
    int limit = position + random.nextInt(content.length - position + 1);
    return switch (random.nextInt(3)) {
      case 0 -> buffer.slice(position, limit - position);
      case 1 -> buffer.clear().position(position).limit(limit).asReadOnlyBuffer();
      default -> buffer.clear().position(position).limit(limit);
    };
  }

  @Test
  void buffersAreGatheredInTheirOrder() throws IOException {
    for (int i = 0; i < ROUNDS / 10; i++) {
      ByteBuffer[] all = new ByteBuffer[random.nextInt(50)];
      var expected = new java.io.ByteArrayOutputStream();
      for (int k = 0; k < all.length; k++) {
        all[k] = anyBuffer();
        byte[] content = new byte[all[k].remaining()];
        all[k].duplicate().get(content);
        expected.writeBytes(content);
      }
      assertThat(writer.write(all)).as("seed %d", seed).isEqualTo(expected.size());
      assertThat(readExactly(expected.size()))
          .as("seed %d", seed)
          .isEqualTo(expected.toByteArray());
    }
  }

  @Test
  @Tag("pitfall-32")
  void anyBufferIsWrittenFromItsPositionToItsLimit() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      ByteBuffer from = anyBuffer();
      byte[] expected = new byte[from.remaining()];
      from.duplicate().get(expected);
      assertThat(writer.write(from)).as("seed %d", seed).isEqualTo(expected.length);
      assertThat(from.hasRemaining()).isFalse();
      assertThat(readExactly(expected.length)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  @Tag("pitfall-32")
  void aReadGoesWhereTheBuffersPositionIs() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] sent = Bytes.random(1 + random.nextInt(MOST), random.nextLong());
      writer.write(ByteBuffer.wrap(sent));
      int offset = random.nextInt(MOST);
      ByteBuffer into =
          random.nextBoolean()
              ? ByteBuffer.allocate(offset + sent.length + 3)
              : ByteBuffer.allocateDirect(offset + sent.length + 3);
      into.position(offset);
      assertThat(reader.read(into)).as("seed %d", seed).isEqualTo(sent.length);
      assertThat(into.position()).as("seed %d", seed).isEqualTo(offset + sent.length);
      byte[] got = new byte[into.capacity()];
      into.clear().get(got);
      byte[] expected = new byte[got.length];
      System.arraycopy(sent, 0, expected, offset, sent.length);
      assertThat(got).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  @Tag("pitfall-32")
  void streamsHonourOffsetAndLength() throws IOException {
    OutputStream out = writer.outputStream();
    InputStream in = reader.inputStream();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] content = Bytes.random(1 + random.nextInt(MOST), random.nextLong());
      int offset = random.nextInt(content.length);
      int length = 1 + random.nextInt(content.length - offset);
      out.write(content, offset, length);
      byte[] got = new byte[content.length + 2];
      assertThat(in.read(got, offset + 1, length)).as("seed %d", seed).isEqualTo(length);
      byte[] expected = new byte[got.length];
      System.arraycopy(content, offset, expected, offset + 1, length);
      assertThat(got).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  @Tag("pitfall-32")
  void everyByteGoesThroughTheStreamsAloneAndFfIsNotTheEnd() throws IOException {
    OutputStream out = writer.outputStream();
    InputStream in = reader.inputStream();
    for (int b = 0; b < 256; b++) {
      out.write(b);
      assertThat(in.read()).isEqualTo(b);
    }
    out.write(0xff);
    out.close();
    assertThat(in.read()).isEqualTo(0xff);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void streamsRefuseABadRangeAndTakeAnEmptyOne() throws IOException {
    OutputStream out = writer.outputStream();
    InputStream in = reader.inputStream();
    assertThatThrownBy(() -> out.write(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> in.read(new byte[3], -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    out.write(new byte[3], 3, 0);
    assertThat(in.read(new byte[3], 3, 0)).isZero();
    assertThat(in.available()).isZero();
  }

  @Test
  @Tag("pitfall-20")
  void closingAStreamClosesItsEndAlone() throws IOException {
    writer.outputStream().close();
    assertThat(writer.isOpen()).isFalse();
    assertThat(reader.isOpen()).isTrue();
    InputStream in = reader.inputStream();
    assertThat(in.read()).isEqualTo(-1);
    in.close();
    assertThat(reader.isOpen()).isFalse();
    assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aStreamAnnouncesWhatLiesInThePipe() throws IOException {
    writer.write("spam");
    assertThat(reader.inputStream().available()).isEqualTo(4);
    assertThat(reader.inputStream().readNBytes(4)).asString().isEqualTo("spam");
  }

  @Test
  void aReadOnlyBufferIsRefusedAndNothingIsLost() throws IOException {
    writer.write("spam");
    for (ByteBuffer buffer :
        new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4)}) {
      assertThatThrownBy(() -> reader.read(buffer.asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(readExactly(4)).asString().isEqualTo("spam");
  }

  @Test
  void manyMegabytesInPiecesOfAnySizeArriveAsTheyWere() throws IOException {
    byte[] content = Bytes.random(8 << 20, seed);
    var write = Background.start(ThreadKind.VIRTUAL, () -> writeInPieces(writer, content));
    ByteBuffer all = ByteBuffer.allocate(content.length + 1);
    while (true) {
      ByteBuffer into = all.slice(all.position(), 1 + random.nextInt(all.remaining()));
      into.limit(Math.min(into.limit(), 1 + random.nextInt(200_000)));
      int n = reader.read(into);
      if (n < 0) {
        break;
      }
      all.position(all.position() + n);
    }
    assertThat(write.value()).isEqualTo(content.length);
    assertThat(Arrays.mismatch(Arrays.copyOf(all.array(), all.position()), content))
        .as("seed %d", seed)
        .isEqualTo(-1);
  }

  private int writeInPieces(PipeWriter to, byte[] content) throws IOException {
    var pieces = new Random(seed);
    try (to) {
      int at = 0;
      while (at < content.length) {
        int length = Math.min(1 + pieces.nextInt(200_000), content.length - at);
        at += to.write(ByteBuffer.wrap(content, at, length));
      }
    }
    return content.length;
  }
}
