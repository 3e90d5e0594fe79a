package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Background;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("blocking")
class FileWatchTest {
  private final Posix posix = Platform.posix();
  private Leaks before;
  private Path file;
  private int fd;
  @TempDir private Path folder;

  @BeforeEach
  void create() throws Exception {
    before = Leaks.snapshot();
    file = Files.createFile(folder.resolve("file"));
    fd = posix.open(file.toString(), O_RDONLY | O_CLOEXEC, 0);
    assertThat(fd).isNotNegative();
  }

  @AfterEach
  void close() {
    posix.close(fd);
    Leaks.assertNoneSince(before);
  }

  private static Deadline soon() {
    return Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }

  /** Waits out a needless wake-up that an earlier user may have left. */
  private static void quieten(FileWatch openings) throws InterruptedException {
    while (openings.await(soon())) {}
  }

  private void openAndClose() {
    assertThat(posix.close(posix.open(file.toString(), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0)))
        .isZero();
  }

  /** The event ends it, not only the rule that no wait is longer than a second. */
  @ParameterizedTest
  @EnumSource
  @Tag("alone")
  void anOpeningEndsTheWait(ThreadKind kind) throws Exception {
    long quickest = Long.MAX_VALUE;
    try (FileWatch openings = FileWatch.openings(posix, fd)) {
      for (int i = 0; i < 10; i++) {
        openings.await(Deadline.afterNanos(1));
      }
      for (int round = 0; round < 5; round++) {
        var wait = Background.parked(kind, () -> openings.await(Deadline.NEVER));
        long start = System.nanoTime();
        openAndClose();
        assertThat(wait.value()).isTrue();
        quickest = Math.min(quickest, System.nanoTime() - start);
      }
    }
    assertThat(quickest).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
  }

  @Test
  void anOpeningBeforeTheWaitIsNotMissed() throws Exception {
    try (FileWatch openings = FileWatch.openings(posix, fd)) {
      quieten(openings);
      openAndClose();
      assertThat(openings.await(Deadline.NEVER)).isTrue();
      assertThat(openings.await(soon())).isFalse();
    }
  }

  /** Two thousand events do not fit into one read. */
  @Test
  void manyOpeningsAreAllRead() throws Exception {
    try (FileWatch openings = FileWatch.openings(posix, fd)) {
      for (int i = 0; i < 2_000; i++) {
        openAndClose();
      }
      quieten(openings);
      openAndClose();
      assertThat(openings.await(Deadline.NEVER)).isTrue();
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (FileWatch openings = FileWatch.openings(posix, fd)) {
      quieten(openings);
      var wait = Background.parked(ThreadKind.VIRTUAL, () -> openings.await(Deadline.NEVER));
      wait.interrupt();
      assertThat(wait.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aKeptInotifyNoLongerWatchesTheFileOfItsLastUser() throws Exception {
    var faulty = new FaultyPosix();
    FileWatch.openings(faulty.posix(), fd).close();
    int made = faulty.count("inotify_init1");
    Path other = Files.createFile(folder.resolve("other"));
    int otherFd = posix.open(other.toString(), O_RDONLY | O_CLOEXEC, 0);
    try (FileWatch openings = FileWatch.openings(faulty.posix(), otherFd)) {
      assertThat(faulty.count("inotify_init1")).isEqualTo(made);
      quieten(openings);
      openAndClose();
      assertThat(openings.await(soon())).isFalse();
    }
    posix.close(otherFd);
  }

  @Test
  void withoutAnInotifyInstanceShortSleepsReplaceEvents() throws Exception {
    var faulty = new FaultyPosix();
    faulty.always("inotify_init1", Fault.errno(Errno.EMFILE));
    try (FileWatch taken = FileWatch.openings(posix, fd);
        FileWatch none = FileWatch.openings(faulty.posix(), fd)) {
      assertThat(faulty.count("inotify_init1")).isOne();
      assertThat(none.await(Deadline.NEVER)).isTrue();
      assertThat(none.await(Deadline.afterNanos(-1))).isFalse();
      openAndClose();
      assertThat(taken.await(Deadline.NEVER)).isTrue();
    }
  }

  @Test
  void withoutAFreeWatchShortSleepsReplaceEvents() throws Exception {
    var faulty = new FaultyPosix();
    faulty.always("inotify_add_watch", Fault.errno(Errno.ENOSPC));
    try (FileWatch none = FileWatch.openings(faulty.posix(), fd)) {
      assertThat(none.await(Deadline.NEVER)).isTrue();
      assertThat(none.await(Deadline.afterNanos(-1))).isFalse();
    }
  }
}
