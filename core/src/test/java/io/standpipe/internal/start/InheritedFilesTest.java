package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.S_IFSOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.Relay;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a child gets instead of a non-blocking pipe, also where that cannot be opened anew. */
@Tag("pitfall-41")
class InheritedFilesTest {
  private final FaultyPosix faulty = new FaultyPosix();
  private final int[] pipe = new int[2];
  private Leaks before;
  private InheritedFiles files;

  @BeforeEach
  void open() {
    before = Leaks.snapshot();
    faulty.posix().pipe2(pipe, O_CLOEXEC | O_NONBLOCK);
    files = new InheritedFiles(faulty.posix(), "test");
  }

  @AfterEach
  void nothingIsLeft() {
    files.relays().forEach(Relay::stop);
    faulty.posix().close(pipe[0]);
    faulty.posix().close(pipe[1]);
    Leaks.assertNoneSince(before);
  }

  private Optional<Descriptor> instead(int end) throws ErrnoException {
    return files.insteadOf(pipe[end], faulty.posix().fcntl(pipe[end], F_GETFL, 0), end);
  }

  @Test
  void aPipeIsOpenedAnewAndItsFlagsAreLeftAlone() throws Exception {
    for (int end = 0; end < 2; end++) {
      Descriptor opened = instead(end).orElseThrow();
      assertThat(faulty.posix().fcntl(opened.number(), F_GETFL, 0) & O_NONBLOCK).isZero();
      assertThat(faulty.posix().fileMode(opened.number()) & S_IFMT).isEqualTo(S_IFIFO);
      opened.close();
      assertThat(faulty.posix().fcntl(pipe[end], F_GETFL, 0) & O_NONBLOCK).isNotZero();
    }
  }

  @Test
  void anotherUsersPipeIsRelayed() throws Exception {
    faulty.always("open", Fault.errno(Errno.EACCES));
    for (int end = 0; end < 2; end++) {
      Descriptor relayed = instead(end).orElseThrow();
      assertThat(faulty.posix().fcntl(relayed.number(), F_GETFL, 0) & O_NONBLOCK).isZero();
      assertThat(faulty.posix().fileMode(relayed.number()) & S_IFMT).isEqualTo(S_IFSOCK);
    }
    assertThat(files.relays()).hasSize(1); // one pipe
  }

  @Test
  void aFifoWithoutAReaderIsSharedBecauseItGivesEpipeAnyway() throws Exception {
    faulty.always("open", Fault.errno(Errno.ENXIO));
    assertThat(instead(1)).isEmpty();
  }

  @Test
  void whatElseFailsIsAnError() {
    faulty.always("open", Fault.errno(Errno.EMFILE));
    assertThatThrownBy(() -> instead(1))
        .isInstanceOf(ErrnoException.class)
        .hasMessageStartingWith("pass descriptor ")
        .hasMessageContaining(" to test: ");
  }
}
