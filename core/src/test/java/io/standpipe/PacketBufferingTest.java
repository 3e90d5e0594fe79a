package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Installed;
import io.standpipe.testing.Screen;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that show packets. They come from a pipe here, so nobody has to be root. */
@Tag("pitfall-12")
@Timeout(60)
class PacketBufferingTest {
  private static final int RAW_IP = 101;
  private static final int UDP = 17;
  private static final int NOBODYS_PORT = 9;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static Command dump(String name) {
    Installed.orSkip(name);
    return switch (name) {
      case "tcpdump" -> Command.of(name, "-n", "-r", "-");
      case "tshark" -> Command.of(name, "-n", "-i", "-");
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What a file of packets begins with: pcap-savefile(5). */
  private static ByteBuffer header() {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xa1b2c3d4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putInt(0)
        .putInt(0)
        .putInt(65_535)
        .putInt(RAW_IP)
        .flip();
  }

  /** A datagram from this port with four bytes in it. */
  private static ByteBuffer packet(int port) {
    ByteBuffer packet = ByteBuffer.allocate(16 + 20 + 8 + 4).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(1).putInt(0).putInt(32).putInt(32).order(ByteOrder.BIG_ENDIAN);
    packet.putInt(0x45000020).putInt(0x00010000).put((byte) 64).put((byte) UDP).putShort((short) 0);
    packet.put(LOOPBACK).put(LOOPBACK);
    packet.putShort((short) port).putShort((short) NOBODYS_PORT).putInt(12 << 16);
    return packet.put("spam".getBytes(US_ASCII)).flip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpdump", "tshark"})
  void asItIsItHoldsThePacketBack(String name) throws Exception {
    try (Child child = dump(name).piped().start()) {
      child.stdin().write(header());
      child.stdin().write(packet(1001));
      Eventually.holds("it has read it", () -> child.stdin().queued() == 0);
      ByteBuffer line = ByteBuffer.allocate(100);
      assertThatThrownBy(() -> child.stdout().read(line, Duration.ofMillis(500)))
          .isInstanceOf(DeadlineExceededException.class);
      child.stdin().close();
      assertThat(new Screen(child.stdout()).rest()).contains("127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpdump", "tshark"})
  void itsOwnSwitchCuresItAndAutoTakesThat(String name) throws Exception {
    try (Child child = dump(name).piped().buffering(Buffering.AUTO).start()) {
      assertThat(child.buffering()).isEqualTo(Buffering.SWITCH);
      assertThat(child.words().get(1)).isEqualTo("-l");
      var screen = new Screen(child.stdout());
      child.stdin().write(header());
      for (int port : List.of(1001, 1002)) {
        child.stdin().write(packet(port));
        screen.until("127.0.0.1");
        screen.until("\n");
      }
      child.stdin().close();
      assertThat(screen.rest()).isEmpty();
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }
}
