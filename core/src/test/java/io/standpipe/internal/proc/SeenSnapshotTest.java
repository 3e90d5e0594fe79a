package io.standpipe.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.proc.Awaited.OwnThread;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a snapshot tells in words. */
class SeenSnapshotTest {
  private static final Wait READS = new Wait("read", List.of(new Ready("p", 0, true)), false);
  private static final Wait LOCK = new Wait("futex", List.of(new OwnThread()), false);

  @Test
  void aProcessDoesWhatItsThreadsDoEachOfItOnce() {
    SeenProcess process = process(READS, LOCK, LOCK);
    var snapshot =
        new SeenSnapshot(
            Instant.EPOCH,
            List.of(process),
            List.of(channel(ChannelType.PIPE, "p")),
            Extent.SETTLED);

    assertThat(snapshot.doing(process))
        .containsExactly("reads descriptor 0, p, empty", "waits for another of its threads");
  }

  @Test
  void aProcessThatIsNotInTheSnapshotDoesNothing() {
    var snapshot = new SeenSnapshot(Instant.EPOCH, List.of(), List.of(), Extent.SETTLED);

    assertThat(snapshot.doing(process(READS))).isEmpty();
  }

  @Test
  void channelsSayWhatTheyAre() {
    assertThat(Arrays.stream(ChannelType.values()).map(type -> channel(type, "n").kind()))
        .containsExactly("pipe", "fifo", "socket pair", "terminal", "event counter");
    assertThat(Arrays.stream(ChannelType.values()).map(type -> channel(type, "n").toString()))
        .containsExactly("n", "fifo n", "socket pair n", "terminal n", "n");
  }

  private static SeenProcess process(Wait... waits) {
    var threads = new ArrayList<SeenThread>();
    for (Wait wait : waits) {
      threads.add(new SeenThread(10 + threads.size(), "t", wait, 1, Optional.empty()));
    }
    var info = new ProcessInfo(10, 1, 10, 0, false);
    return new SeenProcess(info, 0, 0, "program", true, threads, 0, List.of());
  }

  private static SeenChannel channel(ChannelType type, String name) {
    OptionalInt empty = OptionalInt.of(0);
    return new SeenChannel(name, type, name, OptionalInt.empty(), empty, false, List.of());
  }
}
