package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader returns exactly the messages that a writer has accepted. */
class RoundTripTest {
  private static final int STREAMS = 200;

  static Stream<Framing> framings() {
    return Stream.of(
        Framing.lines(),
        Framing.crlfLines(),
        Framing.nul(),
        Framing.delimitedBy("ab"),
        Framing.delimitedBy("aa"),
        Framing.delimitedBy("\r\n"),
        Framing.delimitedBy("aab"),
        Framing.fixed(1),
        Framing.fixed(9),
        Framing.lengthPrefix(1, BIG_ENDIAN),
        Framing.lengthPrefix(2, BIG_ENDIAN),
        Framing.lengthPrefix(2, LITTLE_ENDIAN),
        Framing.lengthPrefix(4, BIG_ENDIAN),
        Framing.lengthPrefix(4, LITTLE_ENDIAN),
        Framing.netstring(),
        Framing.contentLength(),
        Framing.ndjson(),
        Framing.lines().limit(20),
        Framing.crlfLines().limit(20),
        Framing.lengthPrefix(4, BIG_ENDIAN).limit(20));
  }

  @ParameterizedTest
  @MethodSource("framings")
  void givesWhatWasWritten(Framing framing) throws Exception {
    var random = new Random(4);
    int taken = 0;
    for (int i = 0; i < STREAMS; i++) {
      var stream = new ByteArrayOutputStream();
      FrameWriter writer =
          i % 2 == 0
              ? framing.writer(Channels.newChannel(stream))
              : framing.bufferedWriter(Channels.newChannel(stream), 1 + random.nextInt(3000));
      List<byte[]> written = new ArrayList<>();
      for (int n = random.nextInt(30); n > 0; n--) {
        byte[] message = message(random);
        try {
          write(writer, message, random);
          written.add(message);
        } catch (FrameException refused) {
          assertThat(refused.isRecoverable()).isTrue();
        }
      }
      writer.close();

      FrameReader reader = framing.reader(new SlowChannel(stream.toByteArray(), 100));
      for (byte[] message : written) {
        Frame frame = reader.read();
        assertThat(frame.bytes()).isEqualTo(message);
        assertThat(frame.isTerminated()).isTrue();
        assertThat(frame.text()).isEqualTo(new String(message, UTF_8));
      }
      assertThat(reader.read()).isNull();
      taken += written.size();
    }
    assertThat(taken).as("messages that were not refused").isGreaterThan(STREAMS);
  }

  private static byte[] message(Random random) {
    return random.nextInt(3) == 0 ? "{\"é\": 5}".getBytes(UTF_8) : RandomStreams.noise(random);
  }

  private static void write(FrameWriter writer, byte[] message, Random random) throws Exception {
    switch (random.nextInt(3)) {
      case 0 -> writer.write(message);
      case 1 -> writer.write(ByteBuffer.allocateDirect(message.length).put(message).flip());
      default -> {
        byte[] among = new byte[message.length + 9];
        System.arraycopy(message, 0, among, 4, message.length);
        writer.write(among, 4, message.length);
      }
    }
  }
}
