package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** read and write with every kind of buffer, at any place in it. */
class BufferTest {
  private static final int ROUNDS = 3_000;

  private final Posix posix = Platform.posix();

  /** A buffer of random kind, size, offset, position and limit. */
  private static ByteBuffer anyBuffer(Random random) {
    int capacity = random.nextInt(600);
    ByteBuffer whole =
        random.nextBoolean() ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
    if (random.nextBoolean()) {
      int offset = random.nextInt(capacity + 1);
      whole = whole.slice(offset, random.nextInt(capacity - offset + 1));
    }
    int position = random.nextInt(whole.capacity() + 1);
    whole.position(position);
    return whole.limit(position + random.nextInt(whole.capacity() - position + 1));
  }

  private static byte[] everything(ByteBuffer buffer) {
    byte[] all = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(all);
    return all;
  }

  @Test
  @Tag("pitfall-32")
  void aReadFillsTheBufferFromItsPositionAndTouchesNothingElse() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] sent = new byte[1 + random.nextInt(300)];
        random.nextBytes(sent);
        posix.write(pipe.writeEnd(), ByteBuffer.wrap(sent));
        ByteBuffer into = anyBuffer(random);
        int from = into.position();
        int limit = into.limit();
        int expected = Math.min(sent.length, into.remaining());
        byte[] before = everything(into);
        System.arraycopy(sent, 0, before, from, expected);

        int n = posix.read(pipe.readEnd(), into);

        assertThat(n).as("seed %d", seed).isEqualTo(expected);
        assertThat(into.position()).as("seed %d", seed).isEqualTo(from + n);
        assertThat(into.limit()).as("seed %d", seed).isEqualTo(limit);
        assertThat(everything(into)).as("seed %d", seed).isEqualTo(before);
        posix.read(pipe.readEnd(), ByteBuffer.allocate(300));
      }
    }
  }

  @Test
  @Tag("pitfall-32")
  void aWriteTakesWhatLiesBetweenPositionAndLimit() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      for (int i = 0; i < ROUNDS; i++) {
        ByteBuffer from = anyBuffer(random);
        byte[] content = new byte[from.capacity()];
        random.nextBytes(content);
        from.duplicate().clear().put(content);
        int start = from.position();
        int limit = from.limit();
        ByteBuffer given = random.nextBoolean() ? from : from.asReadOnlyBuffer();

        int n = posix.write(pipe.writeEnd(), given);

        assertThat(n).as("seed %d", seed).isEqualTo(limit - start);
        assertThat(given.position()).as("seed %d", seed).isEqualTo(limit);
        ByteBuffer got = ByteBuffer.allocate(700);
        posix.read(pipe.readEnd(), got);
        assertThat(Arrays.copyOf(got.array(), got.position()))
            .as("seed %d", seed)
            .isEqualTo(Arrays.copyOfRange(content, start, limit));
      }
    }
  }

  @Test
  @Tag("pitfall-32")
  void everyByteArrivesAsItIs() {
    byte[] all = new byte[256];
    for (int b = 0; b < 256; b++) {
      all[b] = (byte) b;
    }
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.write(pipe.writeEnd(), ByteBuffer.wrap(all))).isEqualTo(256);
      ByteBuffer got = ByteBuffer.allocate(256);
      assertThat(posix.read(pipe.readEnd(), got)).isEqualTo(256);
      assertThat(got.array()).isEqualTo(all);
    }
  }

  /** One call may move fewer bytes than the buffer holds, as read and write in C may. */
  @Test
  void aHeapBufferLargerThanTheRoomForOneCallIsMovedInParts() {
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      posix.fcntl(pipe.writeEnd(), Constants.F_SETPIPE_SZ, 4 * Scratch.BYTES);
      byte[] content = new byte[3 * Scratch.BYTES];
      new Random(1).nextBytes(content);
      ByteBuffer from = ByteBuffer.wrap(content);
      while (from.hasRemaining()) {
        assertThat(posix.write(pipe.writeEnd(), from)).isPositive();
      }
      ByteBuffer got = ByteBuffer.allocate(content.length);
      while (got.hasRemaining()) {
        assertThat(posix.read(pipe.readEnd(), got)).isPositive();
      }
      assertThat(got.array()).isEqualTo(content);
    }
  }

  /** No byte is taken out of the pipe for a buffer that must not be changed. */
  @Test
  void aReadOnlyBufferIsRefusedAndNothingIsLost() {
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      pipe.fillWith("spam");
      for (ByteBuffer buffer :
          new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4)}) {
        assertThatThrownBy(() -> posix.read(pipe.readEnd(), buffer.asReadOnlyBuffer()))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(buffer.get(0)).isZero();
      }
      assertThat(pipe.take()).isEqualTo("spam");
    }
  }

  /** Memory that has been given back must not be handed to the kernel. */
  @Test
  void aBufferWhoseMemoryIsGoneIsRefused() {
    ByteBuffer buffer;
    try (Arena arena = Arena.ofConfined()) {
      buffer = arena.allocate(64).asByteBuffer();
    }
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      pipe.fillWith("spam");
      assertThatThrownBy(() -> posix.read(pipe.readEnd(), buffer))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> posix.write(pipe.writeEnd(), buffer))
          .isInstanceOf(IllegalStateException.class);
      assertThat(pipe.take()).isEqualTo("spam");
    }
  }
}
