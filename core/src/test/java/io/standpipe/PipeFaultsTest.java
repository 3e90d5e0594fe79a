package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends of a pipe over a kernel that interrupts, has nothing yet, or moves less than asked. */
@Tag("blocking")
class PipeFaultsTest {
  private final FaultyPosix faulty = new FaultyPosix();
  private Leaks before;
  private PipeReader reader;
  private PipeWriter writer;

  @BeforeEach
  void open() throws IOException {
    before = Leaks.snapshot();
    var ends = new int[2];
    assertThat(Platform.posix().pipe2(ends, Constants.O_CLOEXEC)).isZero();
    reader = Internals.reader(faulty.posix(), ends[0], "a pipe");
    writer = Internals.writer(faulty.posix(), ends[1], "a pipe");
  }

  @AfterEach
  void close() {
    reader.close();
    writer.close();
    Leaks.assertNoneSince(before);
  }

  @Test
  void anInterruptedCallIsMadeAgain() throws IOException {
    faulty.next("write", Fault.errno(Errno.EINTR), Fault.errno(Errno.EINTR));
    writer.write("spam");
    faulty.next("read", Fault.errno(Errno.EINTR), Fault.errno(Errno.EINTR));
    ByteBuffer into = ByteBuffer.allocate(10);
    assertThat(reader.read(into)).isEqualTo(4);
    assertThat(faulty.count("read")).isEqualTo(3);
    assertThat(faulty.count("write")).isEqualTo(3);
  }

  @Test
  void againIsWaitedFor() throws IOException {
    faulty.next("write", Fault.errno(Errno.EAGAIN));
    writer.write("spam");
    faulty.next("read", Fault.errno(Errno.EAGAIN), Fault.errno(Errno.EAGAIN));
    assertThat(reader.read(ByteBuffer.allocate(10))).isEqualTo(4);
  }

  @Test
  void aShortWriteIsGoneOnWith() throws IOException {
    faulty.always("write", Fault.atMost(3));
    byte[] content = Bytes.random(1000, 1);
    assertThat(writer.write(ByteBuffer.wrap(content))).isEqualTo(1000);
    assertThat(faulty.count("write")).isEqualTo(334);
    writer.close();
    assertThat(reader.readAllBytes()).isEqualTo(content);
  }

  @Test
  void whateverTheKernelDoesNoByteIsLostOrDoubled() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 4_000; i++) {
      faulty.next("read", anyFault(random));
      faulty.next("write", anyFault(random));
    }
    byte[] content = Bytes.random(1 << 20, seed);
    var write = Background.start(ThreadKind.VIRTUAL, () -> Bytes.writeAndClose(writer, content));
    assertThat(reader.readAllBytes()).as("seed %d", seed).isEqualTo(content);
    assertThat(write.value()).isEqualTo(content.length);
  }

  private static Fault anyFault(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Fault.errno(Errno.EINTR);
      case 1 -> Fault.errno(Errno.EAGAIN);
      case 2 -> Fault.atMost(1 + random.nextInt(500));
      default -> Fault.NONE;
    };
  }

  @Test
  void anErrorOfTheCallNamesTheEndAndTheErrno() {
    faulty.next("read", Fault.errno(Errno.ENOMEM));
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1)))
        .isInstanceOfSatisfying(
            ErrnoException.class,
            e -> {
              assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
              assertThat(e.errnoName()).isEqualTo("ENOMEM");
            })
        .hasMessage("read from a pipe: Cannot allocate memory");
    faulty.next("write", Fault.errno(Errno.ENOSPC));
    assertThatThrownBy(() -> writer.write("x"))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("write to a pipe: No space left on device");
  }

  /** Only a terminal says so at its end; of anything else it is lost data. */
  @Test
  void anInputErrorOfAPipeOrFileIsNoEndOfStream() {
    faulty.next("read", Fault.errno(Errno.EIO));
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("read from a pipe: Input/output error");
  }

  /** The close comes when the call is about to be made: the number must stay ours until then. */
  @Test
  void aCloseRightBeforeTheCallDoesNotTakeTheNumberAway() throws IOException {
    writer.write("spam");
    faulty.next("read", Fault.before(reader::close));
    ByteBuffer into = ByteBuffer.allocate(10);
    assertThat(reader.read(into)).isEqualTo(4);
    assertThat(reader.isOpen()).isFalse();
    assertThatThrownBy(() -> writer.write("x")).isInstanceOf(BrokenPipeException.class);
  }

  @Test
  void aCloseBetweenACallAndTheWaitEndsTheWait() {
    faulty.next("read", Fault.before(reader::close));
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1)))
        .isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void whereTheFlagsCannotBeSetNothingIsLeftOpen() throws IOException {
    Leaks here = Leaks.snapshot();
    var ends = new int[2];
    assertThat(Platform.posix().pipe2(ends, Constants.O_CLOEXEC)).isZero();
    faulty.next("fcntl", Fault.NONE, Fault.errno(Errno.EPERM));
    assertThatThrownBy(() -> Internals.reader(faulty.posix(), ends[0], "a pipe"))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("make descriptor " + ends[0]);
    assertThat(Platform.posix().close(ends[1])).isZero();
    Leaks.assertNoneSince(here);
  }
}
