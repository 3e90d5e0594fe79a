package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Background;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pitfall-46")
@Tag("blocking")
class FifoFollowTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Leaks before;
  private Path path;
  @TempDir private Path folder;

  @BeforeEach
  void create() throws IOException {
    before = Leaks.snapshot();
    path = folder.resolve("fifo");
    Fifo.create(path);
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  private void write(String line) throws Exception {
    try (PipeWriter writer = Fifo.at(path).openWriter(LONG)) {
      writer.write(line + "\n");
    }
  }

  /** Removed and created, or replaced by a rename; with inotify, and without. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFifoThatIsCreatedAnewIsFollowed(boolean hasInotify) throws Exception {
    var kernel = new FaultyPosix();
    if (!hasInotify) {
      kernel.always("inotify_init1", Fault.errno(Errno.EMFILE));
      kernel.always("inotify_add_watch", Fault.errno(Errno.ENOSPC));
    }
    try (FrameReader lines =
        Framing.lines().reader(Fifo.at(kernel.posix(), path).follow().openReader())) {
      for (int round = 0; round < 5; round++) {
        write("one " + round);
        assertThat(lines.readText(LONG)).isEqualTo("one " + round);
        write("two " + round);
        assertThat(lines.readText(LONG)).isEqualTo("two " + round);
        if (round % 2 == 0) {
          Fifo.at(path).delete();
          Fifo.create(path);
        } else {
          Fifo.create(folder.resolve("next"));
          Files.move(folder.resolve("next"), path, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  @Test
  void aWriterOfTheOldFifoIsHeardToItsEnd() throws Exception {
    try (FrameReader lines = Framing.lines().reader(Fifo.at(path).follow().openReader())) {
      try (PipeWriter old = Fifo.at(path).openWriter(LONG)) {
        Fifo.at(path).delete();
        Fifo.create(path);
        write("new");
        assertThat(lines.readText(LONG)).isEqualTo("new");
        old.write("x".repeat(50_000) + "\n", LONG);
      }
      assertThat(lines.readText(LONG)).hasSize(50_000);
    }
  }

  @Test
  void whatIsNoFifoIsIgnoredUntilThereIsOneAgain() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
    try (PipeReader reader = Fifo.at(path).follow().openReader()) {
      Fifo.at(path).delete();
      Files.createSymbolicLink(path, secret);
      assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(9), Duration.ofMillis(50)))
          .isInstanceOf(DeadlineExceededException.class);
      Files.delete(path);
      Fifo.create(path);
      write("fine");
      assertThat(Framing.lines().reader(reader).readText(LONG)).isEqualTo("fine");
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aCloseEndsTheReadAndLeavesNothing(ThreadKind kind) throws Exception {
    PipeReader reader = Fifo.at(path).follow().openReader();
    var reading = Background.parked(kind, () -> reader.read(ByteBuffer.allocate(1)));
    reader.close();
    assertThat(reading.failure()).isInstanceOf(AsynchronousCloseException.class);
    // No process has it open any more.
    assertThatThrownBy(() -> Fifo.at(path).openWriter(Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void aWriterIsRefusedAndSoIsAPathWithoutAFifo() {
    assertThatThrownBy(() -> Fifo.at(path).follow().openWriter())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Fifo.at(folder.resolve("missing")).follow().openReader())
        .hasMessageContaining("there is nothing at this path");
  }
}
