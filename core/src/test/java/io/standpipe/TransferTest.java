package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.io.Direction;
import io.standpipe.internal.io.InheritedDescriptor;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from one end to another, and to several: inside the kernel where both are pipes. */
@Tag("blocking")
class TransferTest extends TransferFixture {
  @Test
  void everythingArrivesAsItWas() throws Exception {
    byte[] bytes = Bytes.random(MANY, 1);
    Background<Void> fed = feed(bytes);
    Background<byte[]> drained = drain(target);
    assertThat(source.reader().transferTo(target.writer())).isEqualTo(MANY);
    target.writer().close();
    assertThat(drained.value()).isEqualTo(bytes);
    fed.value();
  }

  @Test
  void fromPipeToPipeNothingIsReadIntoThisProcess() throws Exception {
    var posix = new FaultyPosix();
    PipeReader reader = ownReader(posix);
    feed(Bytes.random(10_000, 2)).value();
    reader.transferTo(target.writer());
    assertThat(posix.calls()).contains("splice").doesNotContain("read");
  }

  /** A spliced page takes a slot, and there are sixteen: 128 bytes would fill the far pipe. */
  @Test
  @Tag("pitfall-25")
  void smallMessagesFillTheFarPipeByTheirBytes() throws Exception {
    Background<Long> mover =
        Background.start(ThreadKind.VIRTUAL, () -> source.reader().transferTo(target.writer()));
    for (int i = 0; i < 1000; i++) {
      source.writer().write("message\n");
      Eventually.holds("it is moved", () -> source.reader().available() == 0);
    }
    Eventually.holds("all lie there", () -> target.reader().available() == 8000);
    source.writer().close();
    assertThat(mover.value()).isEqualTo(8000);
  }

  @Test
  void itReturnsWhenTheStreamHasEndedAlthoughTheFarPipeIsFull() throws Exception {
    byte[] bytes = Bytes.random(target.writer().capacity(), 5);
    source.writer().write(ByteBuffer.wrap(bytes));
    source.writer().close();
    assertThat(source.reader().transferTo(target.writer())).isEqualTo(bytes.length);
    target.writer().close();
    assertThat(target.reader().readAllBytes()).isEqualTo(bytes);
  }

  private PipeReader ownReader(FaultyPosix posix) throws IOException {
    int fd =
        source
            .reader()
            .end()
            .call(n -> InheritedDescriptor.reopen(posix.posix(), n, Direction.READ));
    source.reader().close();
    PipeReader reader = Internals.reader(posix.posix(), fd, "source");
    readers.add(reader);
    return reader;
  }

  @Test
  void toAFileItGoesThroughABuffer(@TempDir Path folder) throws Exception {
    byte[] bytes = Bytes.random(MANY, 3);
    Path file = folder.resolve("file");
    Background<Void> fed = feed(bytes);
    try (Child cat = Command.of("cat").stdin(Redirect.pipe()).stdout(Redirect.to(file)).start()) {
      source.reader().transferTo(cat.stdin());
      cat.stdin().close();
      cat.await();
    }
    fed.value();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void interruptionsAndShortMovesLoseNothing() throws Exception {
    var posix = new FaultyPosix();
    PipeReader reader = ownReader(posix);
    byte[] bytes = Bytes.random(200_000, 4);
    posix.next("splice", Fault.errno(4), Fault.errno(11), Fault.errno(11), Fault.errno(4));
    Background<Void> fed = feed(bytes);
    Background<byte[]> drained = drain(target);
    reader.transferTo(target.writer());
    target.writer().close();
    assertThat(drained.value()).isEqualTo(bytes);
    fed.value();
  }

  private Background<Long> parkedMover(ThreadKind kind) {
    return Background.parked(kind, () -> source.reader().transferTo(target.writer()));
  }

  /** Until the target is full and the source holds something that is to go there. */
  private void fillBoth() throws IOException {
    target.writer().write(ByteBuffer.allocate(target.writer().capacity()));
    source.writer().write("more");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfTheSourceEndsItWhileItWaitsForBytes(ThreadKind kind) {
    Background<Long> mover = parkedMover(kind);
    source.reader().close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfTheTargetEndsItWhileItWaitsForRoom(ThreadKind kind) throws Exception {
    fillBoth();
    Background<Long> mover = parkedMover(kind);
    target.writer().close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfTheTargetEndsItWhileItWaitsForBytes(ThreadKind kind) {
    Background<Long> mover = parkedMover(kind);
    target.writer().close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfTheSourceEndsItWhileItWaitsForRoom(ThreadKind kind) throws Exception {
    fillBoth();
    Background<Long> mover = parkedMover(kind);
    source.reader().close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  /** Where a file is one end, the bytes go through a buffer, and the waits are others. */
  @ParameterizedTest
  @EnumSource
  void aCloseOfATargetThatIsNoPipeEndsItWhileItWaitsForBytes(ThreadKind kind) throws Exception {
    int fd = Platform.posix().open("/dev/null", Constants.O_WRONLY | Constants.O_CLOEXEC, 0);
    PipeWriter nothing = PipeWriter.inherited(fd);
    Background<Long> mover = Background.parked(kind, () -> source.reader().transferTo(nothing));
    nothing.close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aCloseOfAnyOfSeveralTargetsEndsItWhileItWaitsForBytes(int which) throws Exception {
    var all = List.of(target.writer(), pipe().writer(), pipe().writer());
    Background<Long> mover =
        Background.parked(
            ThreadKind.VIRTUAL,
            () -> source.reader().transferTo(all.get(0), all.get(1), all.get(2)));
    all.get(which).close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aCloseOfOneOfSeveralTargetsEndsItWhileItWaitsForRoomAtAnother() throws Exception {
    fillBoth();
    PipeWriter other = pipe().writer();
    Background<Long> mover =
        Background.parked(
            ThreadKind.VIRTUAL, () -> source.reader().transferTo(target.writer(), other));
    other.close();
    assertThat(mover.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  /** The close may come at any moment: before the wait, while it is being set up, in it. */
  @Test
  void aCloseOfTheOtherEndIsNeverMissed() throws Exception {
    for (int i = 0; i < 2000; i++) {
      Pipe from = Pipe.open();
      Pipe to = Pipe.open();
      ThreadKind kind = i % 20 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
      Background<Long> mover = Background.start(kind, () -> from.reader().transferTo(to.writer()));
      for (int spin = 0; spin < (i % 100) * 50; spin++) {
        Thread.onSpinWait();
      }
      to.writer().close();
      assertThat(mover.failure()).as("round " + i).isInstanceOf(ClosedChannelException.class);
      from.close();
      to.close();
    }
  }

  /** One that has had enough is closed by its owner while the others go on. */
  @Test
  void aCloseOfATargetThatWasLeftOutEndsNothing() throws Exception {
    Pipe gone = pipe();
    Background<byte[]> drained = drain(target);
    Background<Long> mover =
        Background.start(
            ThreadKind.VIRTUAL, () -> source.reader().transferTo(target.writer(), gone.writer()));
    gone.reader().close();
    source.writer().write("one");
    Eventually.holds("it is moved", () -> source.reader().available() == 0);
    Eventually.parked(mover.thread());
    gone.writer().close();
    source.writer().write("two");
    source.writer().close();
    assertThat(mover.value()).isEqualTo(6);
    target.writer().close();
    assertThat(new String(drained.value(), UTF_8)).isEqualTo("onetwo");
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatNobodyReadsAnyMoreEndsItWhileItWaitsForRoom(ThreadKind kind) throws Exception {
    fillBoth();
    Background<Long> mover = parkedMover(kind);
    target.reader().close();
    assertThat(mover.failure()).isInstanceOf(BrokenPipeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsItWhileItWaits(ThreadKind kind) {
    Background<Long> mover = parkedMover(kind);
    mover.interrupt();
    assertThat(mover.failure()).isInstanceOf(ClosedByInterruptException.class);
  }
}
