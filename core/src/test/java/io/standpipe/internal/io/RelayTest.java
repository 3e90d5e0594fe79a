package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.AF_UNIX;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.POLLOUT;
import static io.standpipe.internal.posix.Constants.SHUT_WR;
import static io.standpipe.internal.posix.Constants.SOCK_CLOEXEC;
import static io.standpipe.internal.posix.Constants.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay between one socket, the child's, and another, the real one, whose far side is ours. */
@Tag("pitfall-41")
@Timeout(30)
class RelayTest {
  private static final int BLOCK = 64 * 1024;

  private final Posix posix = Platform.posix();
  private final int[] real = new int[2];
  private Leaks before;
  private Relay relay;

  @BeforeEach
  void open() throws Exception {
    before = Leaks.snapshot();
    posix.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, real);
    posix.fcntl(real[0], F_SETFL, posix.fcntl(real[0], F_GETFL, 0) | O_NONBLOCK);
    relay = Relay.open(posix, real[0], "standard output", true);
    relay.start();
    relay.childStarted();
  }

  @AfterEach
  void nothingIsLeft() {
    Eventually.holds(
        "the relay has ended",
        () -> {
          try {
            posix.close(real[0]);
            posix.close(real[1]);
            Leaks.assertNoneSince(before);
            return true;
          } catch (AssertionError e) {
            return false;
          }
        });
  }

  private int child() {
    return relay.childEnd().number();
  }

  private void write(int fd, String text) {
    assertThat(posix.write(fd, ByteBuffer.wrap(text.getBytes(US_ASCII)))).isEqualTo(text.length());
  }

  private String read(int fd) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    int n = posix.read(fd, bytes);
    return n < 0 ? Errno.name(-n) : new String(bytes.array(), 0, n, US_ASCII);
  }

  @Test
  void bytesGoBothWaysAndAClosedChildEndsIt() throws Exception {
    write(child(), "out");
    assertThat(read(real[1])).isEqualTo("out");
    write(real[1], "in");
    assertThat(read(child())).isEqualTo("in");
    assertThat(relay.awaitDelivered(Deadline.NEVER)).isTrue();
    relay.childEnd().close();
  }

  @Test
  void aChildThatHadShutItsOutputDownBeforeItClosedEndsItToo() throws Exception {
    posix.shutdown(child(), SHUT_WR);
    assertThat(read(real[1])).isEmpty();
    relay.childEnd().close();
    relay.childEnded();
  }

  @Test
  void deliveryIsWaitedForAndOnlyUntilTheDeadline() throws Exception {
    ByteBuffer much = ByteBuffer.allocate(BLOCK);
    int sent = 0;
    while (posix.poll(child(), POLLOUT, 100) != 0) {
      sent += Math.max(posix.write(child(), much.clear().limit(1000)), 0);
    }
    assertThat(relay.awaitDelivered(Deadline.after(Duration.ofMillis(20)))).isFalse();
    relay.childEnd().close();

    Thread reader = Thread.ofPlatform().start(drain(sent));
    assertThat(relay.awaitDelivered(Deadline.NEVER)).isTrue();
    reader.join();
  }

  private Runnable drain(int bytes) {
    return () -> {
      int got = 0;
      while (got < bytes) {
        got += posix.read(real[1], ByteBuffer.allocate(BLOCK));
      }
    };
  }

  @Test
  void aStopEndsItWhateverIsUnderWay() throws Exception {
    write(child(), "out");
    relay.stop();
    assertThat(relay.awaitDelivered(Deadline.NEVER)).isTrue();
  }

  @Test
  void nothingIsTakenForAChildThatDoesNotRunYet() throws Exception {
    relay.stop();
    relay = Relay.open(posix, real[0], "standard input", true);
    relay.start();
    write(real[1], "in");

    assertThat(posix.poll(child(), POLLIN, 100)).isZero();
    relay.stop();
    assertThat(read(real[0])).isEqualTo("in");
  }

  @Test
  void aFailedOpenLeavesNothing() {
    relay.stop();
    for (int call = 0; call < 3; call++) {
      var faulty = new FaultyPosix();
      faulty.at("fcntl", call, Fault.errno(Errno.EMFILE));
      assertThatThrownBy(() -> Relay.open(faulty.posix(), real[0], "standard output", true))
          .isInstanceOf(ErrnoException.class)
          .hasMessageStartingWith("open a relay to standard output: ");
    }
  }
}
