package io.standpipe.kafka.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // some are closed early
class SessionFifoTest {
  @TempDir private Path folder;
  private Path path;
  private Leaks before;

  @BeforeEach
  void remember() {
    before = Leaks.snapshot();
    path = folder.resolve("out");
  }

  @AfterEach
  void lookForLeaks() {
    Leaks.assertNoneSince(before);
  }

  private PipeReader open() throws Exception {
    return Fifo.at(path).openReader(Eventually.LIMIT);
  }

  @Test
  void aReaderThatSleepsSeesTheEndAlthoughTheNextSessionHasBegun() throws Exception {
    SessionFifo fifo = SessionFifo.at(path);
    var first = Background.parked(ThreadKind.VIRTUAL, this::open);
    fifo.openWriter().close();
    var second = Background.parked(ThreadKind.VIRTUAL, this::open);
    try (PipeWriter next = fifo.openWriter();
        PipeReader slow = first.value();
        PipeReader quick = second.value()) {
      next.write("next");
      assertThat(slow.readAllBytes(Eventually.LIMIT)).isEmpty();
      next.close();
      assertThat(quick.readAllBytes(Eventually.LIMIT)).asString().isEqualTo("next");
    }
  }

  @Test
  void whatAReaderLeavesStandsInFrontOfNoOther() throws Exception {
    SessionFifo fifo = SessionFifo.at(path);
    var first = Background.parked(ThreadKind.VIRTUAL, this::open);
    try (PipeWriter writer = fifo.openWriter()) {
      writer.write("left over");
      first.value().close();
      assertThat(writer.hasReader()).isFalse();
      var second = Background.parked(ThreadKind.VIRTUAL, this::open);
      try (PipeWriter next = fifo.openWriter();
          PipeReader reader = second.value()) {
        next.write("whole");
        next.close();
        assertThat(reader.readAllBytes(Eventually.LIMIT)).asString().isEqualTo("whole");
      }
    }
  }

  @Test
  void theNextFifoHasThePermissionsOfTheFirstAndNothingElseIsLeft() throws Exception {
    var permissions = PosixFilePermissions.fromString("rw-r-----");
    Fifo.create(path, permissions);
    SessionFifo fifo = SessionFifo.at(path);
    var reading = Background.parked(ThreadKind.VIRTUAL, this::open);
    fifo.openWriter().close();
    reading.value().close();
    assertThat(Files.getPosixFilePermissions(path)).isEqualTo(permissions);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void aFifoThatWasRemovedIsMadeAgain() throws Exception {
    SessionFifo fifo = SessionFifo.at(path);
    Files.delete(path);
    var opening = Background.start(ThreadKind.VIRTUAL, fifo::openWriter);
    Eventually.holds("it is there again", () -> Files.exists(path));
    open().close();
    opening.value().close();
  }

  @Test
  void anotherFileAtThePathIsLeftAlone() throws IOException {
    Files.writeString(path, "precious");
    assertThatThrownBy(() -> SessionFifo.at(path)).isInstanceOf(ErrnoException.class);
    assertThat(path).hasContent("precious");
  }
}
