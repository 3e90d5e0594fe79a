package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read through a staging pipe returns the same bytes, whatever happens in between. */
class StagingPipeTest {
  private static final int MOST = 4;
  private static final int HIGHEST = 1024;

  private final FaultyPosix kernel = new FaultyPosix();
  private final RawPipe pipe = new RawPipe(0);

  @AfterEach
  void close() {
    pipe.close();
  }

  private String read(int most) {
    return read(pipe, most);
  }

  private String read(RawPipe from, int most) {
    ByteBuffer into = ByteBuffer.allocate(most);
    int n = StagingPipe.read(kernel.posix(), from.readEnd(), into);
    assertThat(n).isEqualTo(into.position());
    return new String(into.array(), 0, n, java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void whatLiesThereIsRead() {
    pipe.fillWith("spam");
    assertThat(read(10)).isEqualTo("spam");
    assertThat(kernel.count("splice")).isOne();
  }

  @Test
  void whatHasNoRoomInTheBufferStaysInThePipe() {
    pipe.fillWith("spam and eggs");
    assertThat(read(4)).isEqualTo("spam");
    assertThat(pipe.take()).isEqualTo(" and eggs");
  }

  @Test
  void aFullPipeIsReadAtOnceIntoMemoryOfEitherKind() {
    byte[] content = Bytes.random(1 << 16, 3);
    for (ByteBuffer into :
        List.of(ByteBuffer.allocate(1 << 17), ByteBuffer.allocateDirect(1 << 17))) {
      assertThat(Platform.posix().write(pipe.writeEnd(), ByteBuffer.wrap(content)))
          .isEqualTo(content.length);
      assertThat(StagingPipe.read(kernel.posix(), pipe.readEnd(), into)).isEqualTo(content.length);
      byte[] got = new byte[into.flip().remaining()];
      into.get(got);
      assertThat(got).isEqualTo(content);
    }
  }

  @Test
  void whereNothingLiesItDoesNotWaitThoughTheDescriptionBlocks() {
    ByteBuffer into = ByteBuffer.allocate(1);
    assertThat(StagingPipe.read(kernel.posix(), pipe.readEnd(), into)).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void theEndIsZero() {
    pipe.closeWriteEnd();
    assertThat(StagingPipe.read(kernel.posix(), pipe.readEnd(), ByteBuffer.allocate(1))).isZero();
  }

  @Test
  void whatTheKernelSaysBetweenTheTwoCallsLosesNothing() {
    pipe.fillWith("spam");
    kernel.next("read", Fault.errno(Errno.EINTR), Fault.atMost(1), Fault.errno(Errno.EAGAIN));
    assertThat(read(10)).isEqualTo("spam");
  }

  @Test
  void aBufferThatCannotBeFilledIsRefusedBeforeAnythingIsTaken() {
    pipe.fillWith("spam");
    ByteBuffer gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(10).asByteBuffer();
    }
    assertThatThrownBy(() -> StagingPipe.read(kernel.posix(), pipe.readEnd(), gone))
        .isInstanceOf(IllegalStateException.class);
    ByteBuffer readOnly = ByteBuffer.allocate(10).asReadOnlyBuffer();
    assertThatThrownBy(() -> StagingPipe.read(kernel.posix(), pipe.readEnd(), readOnly))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(read(10)).isEqualTo("spam");
  }

  @Test
  void memoryThatIsGivenBackInTheMiddleIsAnErrorAndTheNextReaderFindsNoneOfIt() {
    pipe.fillWith("spam");
    Arena arena = Arena.ofShared();
    ByteBuffer into = arena.allocate(10).asByteBuffer();
    kernel.next("read", Fault.before(arena::close));
    assertThatThrownBy(() -> StagingPipe.read(kernel.posix(), pipe.readEnd(), into))
        .isInstanceOf(IllegalStateException.class);
    pipe.fillWith("eggs");
    assertThat(read(10)).isEqualTo("eggs");
  }

  @Test
  void whereAllAreTakenThePipeIsReadDirectly() {
    pipe.fillWith("spam");
    kernel.next("splice", inside(MOST - 1));
    assertThat(read(4)).isEqualTo("spam");
    assertThat(kernel.count("splice")).isEqualTo(MOST);
    assertThat(kernel.count("read")).isEqualTo(MOST + 1);
  }

  /** Each read begins while the one before holds its staging pipe; the last finds none free. */
  private Fault inside(int more) {
    return Fault.before(() -> {
      try (RawPipe other = new RawPipe(0)) {
        other.fillWith("eggs");
        if (more > 0) {
          kernel.next("splice", inside(more - 1));
        }
        assertThat(read(other, 4)).isEqualTo("eggs");
      }
    });
  }

  @Test
  void manyThreadsGetTheirOwnBytesAndNoMorePipesAreKeptThanFour() {
    List<Background<Boolean>> readers =
        IntStream.range(0, 3 * MOST)
            .mapToObj(i -> Background.start(ThreadKind.PLATFORM, () -> readsItsOwn("reader " + i)))
            .toList();
    readers.forEach(reader -> assertThat(reader.value()).isTrue());
    assertThat(IntStream.range(0, HIGHEST).filter(StagingPipe::owns).count())
        .isBetween(2L, 2L * MOST);
  }

  private boolean readsItsOwn(String text) {
    try (RawPipe own = new RawPipe(O_NONBLOCK)) {
      for (int i = 0; i < 2_000; i++) {
        own.fillWith(text);
        ByteBuffer into = ByteBuffer.allocate(text.length());
        assertThat(StagingPipe.read(Platform.posix(), own.readEnd(), into))
            .isEqualTo(text.length());
        assertThat(into.array()).asString().isEqualTo(text);
      }
    }
    return true;
  }
}
