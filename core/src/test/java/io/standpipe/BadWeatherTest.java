package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Background;
import io.standpipe.testing.BadWeather;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole conversations with trouble at each call: no byte is lost, nothing hangs, nothing stays. */
@Tag("slow")
class BadWeatherTest {
  private static final byte[] CONTENT = Bytes.random(150_000, 7);
  private static final byte[] SHORT = Bytes.random(9_000, 8);

  @TempDir private Path folder;

  private interface Side {
    void run() throws Exception;
  }

  /**
   * All sides at once. One that fails has closed its ends, so that the others come to an end as
   * well; what is thrown is the cause, not what became of it on another side.
   */
  private static void together(Side... sides) throws Exception {
    List<Background<Boolean>> running = Arrays.stream(sides).map(BadWeatherTest::start).toList();
    List<Throwable> thrown =
        running.stream().map(Background::outcome).filter(Objects::nonNull).toList();
    for (Throwable each : thrown) {
      if (each instanceof ErrnoException cause && !(each instanceof BrokenPipeException)) {
        throw cause;
      }
    }
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.getFirst());
    }
  }

  private static Background<Boolean> start(Side side) {
    return Background.start(
        ThreadKind.VIRTUAL,
        () -> {
          side.run();
          return true;
        });
  }

  /** A failed comparison of so many bytes must not print them all. */
  private static void assertSame(byte[] received, byte[] content) {
    int mismatch = Arrays.mismatch(received, content);
    assertThat(mismatch)
        .as("first wrong byte of %d received for %d", received.length, content.length)
        .isNegative();
  }

  private static void send(PipeWriter writer, byte[] content) throws Exception {
    try (writer) {
      assertThat(writer.write(ByteBuffer.wrap(content))).isEqualTo(content.length);
    }
  }

  /** After an error the writer has closed, and this is a part only: the writer's error counts. */
  private static byte[] receive(PipeReader reader) throws Exception {
    try (reader) {
      return reader.readAllBytes();
    }
  }

  private static void pass(PipeReader from, PipeWriter to) throws Exception {
    try (from;
        to) {
      assertThat(from.transferTo(to)).isEqualTo(CONTENT.length);
    }
  }

  private static void exchange(PipeWriter writer, PipeReader reader, byte[] content)
      throws Exception {
    var received = new byte[1][];
    together(() -> send(writer, content), () -> received[0] = receive(reader));
    assertSame(received[0], content);
  }

  @Test
  void aPipe() {
    BadWeather.befalls(kernel -> {
      try (Pipe pipe = Pipe.open(kernel.posix())) {
        exchange(pipe.writer(), pipe.reader(), CONTENT);
      }
    });
  }

  @Test
  void aTransferFromPipeToPipe() {
    BadWeather.befalls(kernel -> {
      try (Pipe here = Pipe.open(kernel.posix());
          Pipe there = Pipe.open(kernel.posix())) {
        var received = new byte[1][];
        together(
            () -> send(here.writer(), CONTENT),
            () -> pass(here.reader(), there.writer()),
            () -> received[0] = receive(there.reader()));
        assertSame(received[0], CONTENT);
      }
    });
  }

  @Test
  void aTransferToTwo() {
    BadWeather.befalls(kernel -> {
      try (Pipe here = Pipe.open(kernel.posix());
          Pipe one = Pipe.open(kernel.posix());
          Pipe other = Pipe.open(kernel.posix())) {
        var received = new byte[2][];
        together(
            () -> send(here.writer(), CONTENT),
            () -> passToTwo(here.reader(), one.writer(), other.writer()),
            () -> received[0] = receive(one.reader()),
            () -> received[1] = receive(other.reader()));
        assertSame(received[0], CONTENT);
        assertSame(received[1], CONTENT);
      }
    });
  }

  private static void passToTwo(PipeReader from, PipeWriter one, PipeWriter other)
      throws Exception {
    try (from;
        one;
        other) {
      assertThat(from.transferTo(one, other)).isEqualTo(CONTENT.length);
    }
  }

  @Test
  void gatheredWrites() {
    BadWeather.befalls(kernel -> {
      try (Pipe pipe = Pipe.open(kernel.posix())) {
        var received = new byte[1][];
        together(
            () -> {
              try (PipeWriter writer = pipe.writer()) {
                writer.write(inPieces(CONTENT));
              }
            },
            () -> received[0] = receive(pipe.reader()));
        assertSame(received[0], CONTENT);
      }
    });
  }

  /** Empty ones among them. */
  private static ByteBuffer[] inPieces(byte[] content) {
    int size = content.length / 10;
    return IntStream.range(0, 20)
        .mapToObj(i -> ByteBuffer.wrap(content, i / 2 * size, i % 2 * size))
        .toArray(ByteBuffer[]::new);
  }

  @Test
  void aMeetingAtFifo() {
    Path path = folder.resolve("fifo");
    BadWeather.befalls(kernel -> {
      Fifo fifo = Fifo.createIfAbsent(kernel.posix(), path);
      try {
        meet(fifo);
      } finally {
        Fifo.at(path).delete();
      }
    });
  }

  /** Whoever fails at the meeting ends the wait of the other. */
  private static void meet(Fifo fifo) throws Exception {
    var received = new byte[1][];
    var sides = new CopyOnWriteArrayList<Thread>();
    together(
        () -> orEndOthers(sides, () -> send(fifo.openWriter(), SHORT)),
        () -> orEndOthers(sides, () -> received[0] = receive(fifo.openReader())));
    assertSame(received[0], SHORT);
  }

  private static void orEndOthers(List<Thread> sides, Side side) throws Exception {
    sides.add(Thread.currentThread());
    try {
      side.run();
    } catch (ErrnoException e) {
      Eventually.holds("the other side is there", () -> sides.size() == 2);
      sides.forEach(Thread::interrupt);
      throw e;
    }
  }

  @Test
  void inheritedEndsThatAreOpenedAnew() {
    BadWeather.befalls(kernel -> inherited(kernel.posix()));
  }

  @Test
  void inheritedEndsThatAreShared() {
    BadWeather.befalls(kernel -> {
      kernel.always("open", Fault.errno(Errno.EACCES));
      inherited(kernel.posix());
    });
  }

  private static void inherited(Posix posix) throws Exception {
    var ends = new int[2];
    assertThat(Platform.posix().pipe2(ends, Constants.O_CLOEXEC)).isZero();
    int in = moved(ends[0]);
    int out = moved(ends[1]);
    try (PipeReader reader = PipeReader.inherited(posix, in);
        PipeWriter writer = PipeWriter.inherited(posix, out)) {
      exchange(writer, reader, SHORT);
    } finally {
      Platform.posix().close(in); // one that could not be taken over is still there
      Platform.posix().close(out);
    }
  }

  /** To a number that nobody else will get meanwhile. */
  private static int moved(int fd) {
    int far = Platform.posix().fcntl(fd, Constants.F_DUPFD_CLOEXEC, 200);
    Platform.posix().close(fd);
    return far;
  }

  @Test
  void inputThatCannotBeGivenForWantOfMemoryDoesNotPassForAllOfIt() {
    var kernel = new FaultyPosix();
    kernel.next(
        "write",
        Fault.before(() -> {
          throw new OutOfMemoryError("thrown by a test");
        }));
    Command cat = Command.of("cat").input(CONTENT);
    assertThatThrownBy(
            () -> {
              try (Job job = Internals.captured(kernel.posix(), cat, CONTENT.length)) {
                JobAwaiter.await(job, RunOptions.STANDARD, Deadline.NEVER);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("OutOfMemoryError");
  }

  @Test
  void aProgramWithInputAndCapturedOutput() {
    Command cat = Command.of("cat").input(CONTENT);
    BadWeather.befalls(kernel -> {
      try (Job job = Internals.captured(kernel.posix(), cat, CONTENT.length)) {
        Output output = JobAwaiter.await(job, RunOptions.STANDARD, Deadline.NEVER);
        assertSame(output.stdout(), CONTENT);
      }
    });
  }
}
