package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Background;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who comes first waits for the other, whoever that is, and not for ever. */
@Tag("pitfall-23")
@Tag("blocking")
class FifoRendezvousTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Posix posix = Platform.posix();
  private Leaks before;
  private Path path;
  private Fifo fifo;
  @TempDir private Path folder;

  @BeforeEach
  void create() throws IOException {
    before = Leaks.snapshot();
    path = folder.resolve("fifo");
    fifo = Fifo.create(path);
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  private static String readAll(PipeReader reader) throws IOException {
    try (reader) {
      return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatComesFirstWaitsForTheWriter(ThreadKind kind) throws Exception {
    var read = Background.parked(kind, () -> readAll(fifo.openReader()));
    try (PipeWriter writer = fifo.openWriter(LIMIT)) {
      writer.write("spam");
    }
    assertThat(read.value()).isEqualTo("spam");
  }

  @ParameterizedTest
  @EnumSource
  void aWriterThatComesFirstWaitsForTheReader(ThreadKind kind) throws Exception {
    var write =
        Background.parked(
            kind,
            () -> {
              try (PipeWriter writer = fifo.openWriter()) {
                return writer.write(ByteBuffer.allocate(4));
              }
            });
    assertThat(readAll(fifo.openReader(LIMIT))).hasSize(4);
    assertThat(write.value()).isEqualTo(4);
  }

  @Test
  void aReaderAsleepInOpenIsFoundByOurWriter() throws Exception {
    try (Child cat =
        Scripts.sh("exec cat \"$1\"", path.toString()).stdout(Redirect.pipe()).start()) {
      awaitOpening(cat);
      try (PipeWriter writer = fifo.openWriter(LIMIT)) {
        writer.write("spam");
      }
      assertThat(readAll(cat.stdout())).isEqualTo("spam");
    }
  }

  @Test
  void aWriterAsleepInOpenIsFoundByOurReader() throws Exception {
    try (Child echo = Scripts.sh("echo spam > \"$1\"", path.toString()).start()) {
      awaitOpening(echo);
      assertThat(readAll(fifo.openReader(LIMIT))).isEqualTo("spam\n");
      assertThat(echo.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  private static void awaitOpening(Child child) {
    Eventually.holds(
        child + " sleeps in open",
        () -> BlockedCall.of(child.pid()).filter(c -> c.call().equals("openat")).isPresent(),
        () -> BlockedCall.of(child.pid()).toString());
  }

  @Test
  void aShellThatComesLaterMeetsOurReaderAndOurWriter() throws Exception {
    var read = Background.parked(ThreadKind.VIRTUAL, () -> readAll(fifo.openReader()));
    Scripts.sh("echo spam > \"$1\"", path.toString()).run();
    assertThat(read.value()).isEqualTo("spam\n");
    var write =
        Background.parked(
            ThreadKind.VIRTUAL,
            () -> {
              try (PipeWriter writer = fifo.openWriter()) {
                writer.write("eggs");
                return true;
              }
            });
    assertThat(Scripts.sh("cat \"$1\"", path.toString()).read()).isEqualTo("eggs");
    assertThat(write.value()).isTrue();
  }

  @Test
  void aReaderWithoutAWriterTimesOutAndLeavesNothing() {
    assertThatThrownBy(() -> fifo.openReader(SHORT))
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.limit()).isEqualTo(SHORT))
        .hasMessage(
            "open fifo %s for reading timed out after 30ms: no process has it open for writing;"
                    .formatted(path)
                + " start the writer first or use keepOpen()");
  }

  @Test
  void aWriterWithoutAReaderTimesOutAndLeavesNothing() {
    assertThatThrownBy(() -> fifo.openWriter(SHORT))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage(
            "open fifo %s for writing timed out after 30ms: no process has it open for reading;"
                    .formatted(path)
                + " start the reader first or use keepOpen()");
  }

  @Test
  void aLimitOfZeroAsksOnce() throws Exception {
    assertThatThrownBy(() -> fifo.openReader(Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
    assertThatThrownBy(() -> fifo.openWriter(Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
    try (PipeReader reader = fifo.keepOpen().openReader();
        PipeWriter writer = fifo.openWriter(Duration.ZERO);
        PipeReader other = fifo.openReader(Duration.ZERO)) {
      assertThat(List.of(reader.isOpen(), writer.isOpen(), other.isOpen())).containsOnly(true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheMeetingAndLeavesNothing(ThreadKind kind) {
    var reading = Background.parked(kind, fifo::openReader);
    reading.interrupt();
    assertThat(reading.failure()).isInstanceOf(InterruptedException.class);
    assertThat(reading.isInterruptedAfter()).isFalse();
    var writing = Background.parked(kind, () -> fifo.openWriter(LIMIT));
    writing.interrupt();
    assertThat(writing.failure()).isInstanceOf(InterruptedException.class);
    assertThat(writing.isInterruptedAfter()).isFalse();
  }

  /** It may be gone before the reader's first question, between two, or come with the event. */
  @Test
  void aWriterThatComesAndGoesInAMomentIsNotMissedNorItsBytes() throws Exception {
    for (int round = 0; round < 1_000; round++) {
      boolean writes = round % 2 == 0;
      var read = Background.start(ThreadKind.VIRTUAL, () -> readAll(fifo.openReader(LIMIT)));
      visit(writes);
      assertThat(read.value()).as("round %d", round).isEqualTo(writes ? "x" : "");
    }
  }

  private void visit(boolean writes) {
    int fd;
    do {
      fd = posix.open(path.toString(), O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0);
    } while (fd == -Errno.ENXIO);
    if (writes) {
      posix.write(fd, ByteBuffer.wrap(new byte[] {'x'}));
    }
    posix.close(fd);
  }

  @Test
  void oneWriterMeetsAllReadersThatWait() throws Exception {
    var reads = new ArrayList<Background<String>>();
    for (int i = 0; i < 20; i++) {
      reads.add(Background.parked(ThreadKind.VIRTUAL, () -> readAll(fifo.openReader())));
    }
    try (PipeWriter writer = fifo.openWriter(LIMIT)) {
      writer.write("x");
    }
    reads.forEach(Background::value);
    assertThat(reads.stream().map(Background::value).toList()).containsOnlyOnce("x").contains("");
  }

  /** A user has 128 inotify instances, mostly: whoever gets none must meet all the same. */
  @Test
  void moreReadersThanInotifyInstancesMeetTheirWriters() throws Exception {
    var reads = new ArrayList<Background<String>>();
    var fifos = new ArrayList<Fifo>();
    for (int i = 0; i < 150; i++) {
      Fifo each = Fifo.create(folder.resolve("many" + i));
      fifos.add(each);
      reads.add(Background.parked(ThreadKind.VIRTUAL, () -> readAll(each.openReader(LIMIT))));
    }
    for (Fifo each : fifos) {
      try (PipeWriter writer = each.openWriter(LIMIT)) {
        writer.write("x");
      }
    }
    reads.forEach(read -> assertThat(read.value()).isEqualTo("x"));
  }

  @Test
  @Tag("pitfall-34")
  void whatIsNoFifoIsRefusedWithTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "spam");
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    Path missing = folder.resolve("missing");
    assertRefused(
        file,
        "use fifo %s: Invalid argument; there is a file of another kind at this"
            + " path, not a fifo");
    assertRefused(
        link,
        "open fifo %s for MODE: Too many levels of symbolic links; it is a symbolic link; give"
            + " the path of the fifo itself");
    assertRefused(
        missing,
        "open fifo %s for MODE: No such file or directory; there is nothing at this path;"
            + " create it first, by Fifo.create(…) or mkfifo(1)");
    assertRefused(
        missing.resolve("fifo"),
        "open fifo %s for MODE: No such file or directory; there is nothing at this path;"
            + " create it first, by Fifo.create(…) or mkfifo(1)");
    assertRefused(
        file.resolve("fifo"),
        "open fifo %s for MODE: Not a directory; a part of the path is not a folder");
    assertThat(file).hasContent("spam");
  }

  @Test
  @Tag("pitfall-34")
  void aFifoThatThisUserMayNotOpenIsRefusedWithTheReason() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may open anything");
    Path closed = folder.resolve("closed");
    Fifo.create(closed, PosixFilePermissions.fromString("---------"));
    assertRefused(
        closed,
        "open fifo %s for MODE: Permission denied; its permissions do not let this user in");
  }

  private static void assertRefused(Path path, String message) {
    String named = message.formatted(path);
    for (Fifo fifo : List.of(Fifo.at(path), Fifo.at(path).keepOpen())) {
      assertThatThrownBy(() -> fifo.openReader(LIMIT))
          .isInstanceOf(ErrnoException.class)
          .hasMessage(named.replace("MODE", "reading"));
      assertThatThrownBy(() -> fifo.openWriter(LIMIT))
          .isInstanceOf(ErrnoException.class)
          .hasMessage(named.replace("MODE", "writing"));
    }
  }
}
