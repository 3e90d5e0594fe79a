package io.standpipe.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tree of processes is waited for where no descriptor is left to wait with. */
class AwaitTreeAtLimitTest {
  @Test
  @Tag("pitfall-22")
  void itAsksNowAndThenAndDoesNotSpin() throws Exception {
    var kernel = new FaultyPosix();
    kernel.always("pidfd_open", Fault.errno(Errno.EMFILE));
    Command parent =
        Scripts.sh("exec 3<&0; sh -c 'read line <&3' & read line").stdin(Redirect.pipe());
    try (Child child = parent.start()) {
      var tree =
          new ProcessTree(
              kernel.posix(),
              child.pid(),
              ProcessGroup.OWN,
              () -> !child.isAlive(),
              signal -> -Errno.ENOSYS,
              Optional.empty());
      Eventually.holds("the grandchild is there", () -> !tree.members().isEmpty());
      Deadline deadline = Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(200));
      assertThat(tree.awaitEmpty(deadline)).isFalse();
      assertThat(kernel.count("pidfd_open")).isBetween(1, 25);
    }
  }
}
