package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLONESHOT;
import static io.standpipe.internal.posix.Constants.EPOLL_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_DEL;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_MOD;
import static io.standpipe.internal.posix.Constants.IN_CLOEXEC;
import static io.standpipe.internal.posix.Constants.IN_NONBLOCK;
import static io.standpipe.internal.posix.Constants.IN_OPEN;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that wait: one success and one specific error of each. */
class EventCallsTest {
  private static final int UNKNOWN_FLAG = 0x4000_0000;

  private final Posix posix = Platform.posix();
  private final EpollEvents events = new EpollEvents(4);
  private int epoll;
  @TempDir private Path folder;

  @BeforeEach
  void create() {
    epoll = posix.epoll_create1(EPOLL_CLOEXEC);
    assertThat(epoll).isNotNegative();
  }

  @AfterEach
  void close() {
    posix.close(epoll);
  }

  @Test
  void anEventBringsTheDataOfItsRegistration() {
    try (var pipe = new RawPipe(0);
        var other = new RawPipe(0)) {
      add(pipe, 0x1234_5678_9abc_def0L);
      add(other, -2);
      assertThat(posix.epoll_wait(epoll, events, 0)).isZero();
      pipe.fillWith("x");
      assertThat(posix.epoll_wait(epoll, events, -1)).isOne();
      assertThat(events.data(0)).isEqualTo(0x1234_5678_9abc_def0L);
      other.fillWith("x");
      assertThat(posix.epoll_wait(epoll, events, -1)).isEqualTo(2);
      assertThat(new long[] {events.data(0), events.data(1)})
          .containsExactlyInAnyOrder(0x1234_5678_9abc_def0L, -2);
    }
  }

  @Test
  void aOneShotRegistrationReportsOnceUntilArmedAgain() {
    try (var pipe = new RawPipe(0)) {
      int fd = pipe.readEnd();
      pipe.fillWith("x");
      assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLONESHOT, 1)).isZero();
      assertThat(posix.epoll_wait(epoll, events, -1)).isOne();
      assertThat(posix.epoll_wait(epoll, events, 0)).isZero();
      assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT, 2)).isZero();
      assertThat(posix.epoll_wait(epoll, events, -1)).isOne();
      assertThat(events.data(0)).isEqualTo(2);
    }
  }

  @Test
  void epollCallsSayWhatIsWrong() throws Exception {
    assertThat(posix.epoll_create1(UNKNOWN_FLAG)).isEqualTo(-Errno.EINVAL);
    assertThat(posix.epoll_wait(-1, events, 0)).isEqualTo(-Errno.EBADF);
    int file =
        posix.open(Files.createFile(folder.resolve("file")).toString(), O_RDONLY | O_CLOEXEC, 0);
    assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_ADD, file, EPOLLIN, 0)).isEqualTo(-Errno.EPERM);
    posix.close(file);
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_DEL, pipe.readEnd(), 0, 0))
          .isEqualTo(-Errno.ENOENT);
      add(pipe, 1);
      assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_ADD, pipe.readEnd(), EPOLLIN, 1))
          .isEqualTo(-Errno.EEXIST);
    }
  }

  @Test
  void anEventCounterCounts() {
    int fd = posix.eventfd(3, Constants.EFD_CLOEXEC | Constants.EFD_NONBLOCK);
    assertThat(fd).isNotNegative();
    ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    assertThat(posix.read(fd, count)).isEqualTo(8);
    assertThat(count.getLong(0)).isEqualTo(3);
    assertThat(posix.read(fd, count.clear())).isEqualTo(-Errno.EAGAIN);
    posix.close(fd);
    assertThat(posix.eventfd(0, UNKNOWN_FLAG)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void anOpeningIsAnInotifyEvent() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    int inotify = posix.inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    assertThat(inotify).isNotNegative();
    int watched = posix.inotify_add_watch(inotify, file.toString(), IN_OPEN);
    assertThat(watched).isPositive();
    ByteBuffer event = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
    assertThat(posix.read(inotify, event)).isEqualTo(-Errno.EAGAIN);
    Files.readAllBytes(file);
    assertThat(posix.read(inotify, event)).isGreaterThanOrEqualTo(16);
    assertThat(event.getInt(4)).isEqualTo(IN_OPEN);
    assertThat(posix.inotify_rm_watch(inotify, watched)).isZero();
    assertThat(posix.inotify_rm_watch(inotify, watched)).isEqualTo(-Errno.EINVAL);
    assertThat(posix.inotify_add_watch(inotify, folder + "/missing", IN_OPEN))
        .isEqualTo(-Errno.ENOENT);
    posix.close(inotify);
    assertThat(posix.inotify_init1(UNKNOWN_FLAG)).isEqualTo(-Errno.EINVAL);
  }

  private void add(RawPipe pipe, long data) {
    assertThat(posix.epoll_ctl(epoll, EPOLL_CTL_ADD, pipe.readEnd(), EPOLLIN, data)).isZero();
  }
}
