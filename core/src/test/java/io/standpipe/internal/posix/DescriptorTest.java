package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorTest {
  private final Posix posix = Platform.posix();

  @Test
  void theFirstCloseClosesTheNumberAndFurtherOnesDoNothing() {
    try (var pipe = new RawPipe(0)) {
      Descriptor descriptor = Descriptor.own(posix, copyOf(pipe.readEnd()));
      assertThat(isOpen(descriptor)).isTrue();
      assertThat(descriptor.close()).isTrue();
      assertThat(isOpen(descriptor)).isFalse();
      assertThat(descriptor.close()).isFalse();
      assertThat(descriptor.isClosed()).isTrue();
    }
  }

  @Test
  void aNumberInUseIsClosedByTheLastUser() {
    try (var pipe = new RawPipe(0)) {
      Descriptor descriptor = Descriptor.own(posix, copyOf(pipe.readEnd()));
      int first = descriptor.acquire();
      assertThat(descriptor.acquire()).isEqualTo(first).isEqualTo(descriptor.number());
      assertThat(descriptor.close()).isTrue();
      assertThat(descriptor.acquire()).isEqualTo(-Errno.EBADF);
      descriptor.release();
      assertThat(isOpen(descriptor)).isTrue();
      descriptor.release();
      assertThat(isOpen(descriptor)).isFalse();
    }
  }

  @Test
  void useAndReleaseLeaveItOpen() {
    try (var pipe = new RawPipe(0)) {
      Descriptor descriptor = Descriptor.own(posix, copyOf(pipe.readEnd()));
      for (int i = 0; i < 3; i++) {
        assertThat(descriptor.acquire()).isNotNegative();
        descriptor.release();
      }
      assertThat(descriptor.isClosed()).isFalse();
      assertThat(isOpen(descriptor)).isTrue();
      descriptor.close();
    }
  }

  @Test
  void whatIsToBeDoneBeforeTheCloseIsDoneOnceInOrderWhileTheNumberIsOurs() {
    try (var pipe = new RawPipe(0)) {
      Descriptor descriptor = Descriptor.own(posix, copyOf(pipe.readEnd()));
      List<String> done = new ArrayList<>();
      descriptor.beforeClose(() -> done.add("first, open: " + isOpen(descriptor)));
      descriptor.beforeClose(() -> done.add("second, open: " + isOpen(descriptor)));
      descriptor.acquire();
      descriptor.close();
      assertThat(done).isEmpty();
      descriptor.release();
      descriptor.close();
      assertThat(done).containsExactly("first, open: true", "second, open: true");
    }
  }

  @Test
  void anErrnoIsNoNumber() {
    assertThatThrownBy(() -> Descriptor.own(posix, -Errno.EMFILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number ≥ 0 expected: -24");
  }

  @Test
  void itsTextSaysWhetherItIsClosed() {
    try (var pipe = new RawPipe(0)) {
      Descriptor descriptor = Descriptor.own(posix, copyOf(pipe.readEnd()));
      int number = descriptor.number();
      assertThat(descriptor).hasToString("descriptor " + number);
      descriptor.close();
      assertThat(descriptor).hasToString("descriptor " + number + " (closed)");
    }
  }

  /** A high number, which other opens do not get. */
  private int copyOf(int fd) {
    return posix.fcntl(fd, Constants.F_DUPFD_CLOEXEC, 800);
  }

  private boolean isOpen(Descriptor descriptor) {
    return posix.fcntl(descriptor.number(), Constants.F_GETFD, 0) >= 0;
  }
}
