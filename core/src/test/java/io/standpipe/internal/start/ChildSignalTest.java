package io.standpipe.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.SignalAction;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is done about SIGCHLD, and that nothing is done where nothing has to be. */
@Tag("pitfall-56")
class ChildSignalTest {
  @Test
  void aDispositionThatKeepsChildrenIsNotTouched() {
    var kernel = new FaultyPosix();
    assertThat(ChildSignal.keepChildren(kernel.posix())).isFalse();
    assertThat(kernel.count("sigaction")).isEqualTo(1);
  }

  @Test
  void whereItCannotBeAskedNothingIsChanged() {
    var kernel = new FaultyPosix();
    kernel.always("sigaction", Fault.errno(Errno.EINVAL));
    assertThat(ChildSignal.keepChildren(kernel.posix())).isFalse();
    assertThat(kernel.count("sigaction")).isEqualTo(1);
  }

  @Test
  void theDispositionOfThisProcessIsReadAsTheKernelHasIt() {
    var now = new SignalAction();
    assertThat(Platform.posix().sigaction(Constants.SIGCHLD, null, now)).isZero();
    assertThat(now.discardsChildren()).isFalse();
    now.keepChildren();
    assertThat(now.discardsChildren()).isFalse();
  }
}
