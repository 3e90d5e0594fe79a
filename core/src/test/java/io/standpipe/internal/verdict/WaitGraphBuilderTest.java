package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.doctor.Holder;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.Awaited.OwnThread;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.OutsideWaits;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenHolder;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.proc.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What makes a ring in a snapshot a proof, and what a doubt: on snapshots made by hand. */
@Tag("doctor")
class WaitGraphBuilderTest {
  private static final long SIGALRM = 1L << 13;
  private static final long SIGCHLD = 1L << 16;
  private static final long SIGTERM = 1L << 14;
  private static final long INIT = 1;

  private final List<SeenProcess> processes = new ArrayList<>();
  private final List<SeenChannel> channels = new ArrayList<>();

  /** Process 10 reads what 20 could write, and the other way round. */
  private void ring() {
    process(10, INIT, reads("p"));
    process(20, INIT, reads("q"));
    pipe("p", 10, 20);
    pipe("q", 20, 10);
  }

  @Test
  void aRingOfReadersIsProved() {
    ring();
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void theCauseIsAClauseAndEachStepASentence() {
    ring();
    DeadlockFinding deadlock = found().getFirst();
    assertThat(deadlock.cause()).isEqualTo("each waits to read what the other has not sent");
    assertThat(deadlock.steps())
        .containsExactly(
            "10 (program) reads descriptor 3, p, empty: it waits for 20 (program)",
            "20 (program) reads descriptor 3, q, empty: it waits for 10 (program)");
  }

  @Test
  void threadsThatWaitForEachOtherInsideAMemberChangeNothing() {
    ring();
    processes.set(0, state(10, INIT, 0, List.of(), reads("p"), lock(false)));
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void aSleepInsideAMemberMakesItNone() {
    ring();
    processes.set(0, state(10, INIT, 0, List.of(), reads("p"), lock(true)));
    assertThat(found()).isEmpty();
  }

  @Test
  void aThirdHolderThatMayActMakesItNoneAndOneThatWaitsChangesNothing() {
    ring();
    channels.set(0, channel("p", ChannelType.PIPE, 0, reader(10), writer(20), writer(30)));
    process(30, INIT, new Wait("", List.of(OutsideWaits.RUNS), false));
    assertThat(found()).isEmpty();
    processes.set(2, state(30, INIT, 0, List.of(), reads("r")));
    channels.add(channel("r", ChannelType.PIPE, 0, reader(30), writer(10)));
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void bytesInThePipeMeanThatTheReaderIsOnItsWay() {
    ring();
    channels.set(0, channel("p", ChannelType.PIPE, 1, reader(10), writer(20)));
    assertThat(found()).isEmpty();
  }

  /** As under Yama, of a process that is no descendant. */
  @Test
  void aCallThatTheKernelDoesNotTellMakesItNoneAndIsSaid() {
    ring();
    Wait unseen = new Wait("", List.of(OutsideWaits.UNSEEN), false);
    processes.set(0, state(10, INIT, 0, List.of(), unseen));
    assertThat(found()).isEmpty();
    assertThat(new SeenSnapshot(Instant.EPOCH, processes, channels, Extent.SETTLED).limits())
        .singleElement()
        .asString()
        .contains("kernel.yama.ptrace_scope", "as if they might go on");
  }

  @Test
  void timersTracersAndRingsOfTheKernelMayStartAThread() {
    ring();
    processes.set(0, state(10, INIT, 0, List.of("it has timers"), reads("p")));
    assertThat(found()).isEmpty();
  }

  @Test
  void aProcessThatHandlesAlarmsMayHaveSetOne() {
    ring();
    processes.set(0, state(10, INIT, SIGALRM, List.of(), reads("p")));
    assertThat(found()).isEmpty();
  }

  @Test
  void aProcessThatHandlesSigchldMayBeWokenByAChild() {
    ring();
    processes.set(0, state(10, INIT, SIGCHLD, List.of(), reads("p")));
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
    process(30, 10, new Wait("", List.of(OutsideWaits.RUNS), false));
    assertThat(found()).isEmpty();
  }

  @Test
  void aParentThatWaitsForAChildThatRunsIsNotStuck() {
    process(10, INIT, new Wait("wait4", List.of(new Exit(Set.of(20L))), false));
    process(20, 10, reads("p"));
    pipe("p", 20, 10);
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
    processes.set(0, state(10, INIT, 0, List.of(), exit(20L, 30L)));
    process(30, 10, new Wait("", List.of(OutsideWaits.RUNS), false));
    assertThat(found()).isEmpty();
  }

  @Test
  void aHiddenChildOfAMemberMayHoldAnEnd() {
    ring();
    hidden(30, 20, 7);
    DeadlockFinding deadlock = found().getFirst();
    assertThat(deadlock.proved()).isFalse();
    assertThat(deadlock.severity()).isEqualTo(Severity.WARNING);
    assertThat(deadlock.doubts())
        .allMatch(d -> d.startsWith("30 (") && d.contains("may hold an end"));
  }

  @Test
  void aHiddenParentMayToo() {
    processes.add(state(10, 5, 0, List.of(), reads("p")));
    process(20, INIT, reads("q"));
    pipe("p", 10, 20);
    pipe("q", 20, 10);
    hidden(5, INIT, 7);
    assertThat(found()).singleElement().matches(d -> !d.proved());
  }

  @Test
  void aHiddenOneInTheSameSessionMayUnlessItIsAboveThem() {
    ring();
    hidden(30, INIT, 0);
    assertThat(found()).singleElement().matches(d -> !d.proved());
    processes.removeLast();
    // su, a shell, and what it has started: the shell would have closed the end.
    processes.set(0, state(10, 8, 0, List.of(), reads("p")));
    processes.set(1, state(20, 8, 0, List.of(), reads("q")));
    process(8, 7, exit(10L, 20L));
    hidden(7, INIT, 0);
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void aHiddenStrangerIsLeftOutOfAccount() {
    ring();
    hidden(30, INIT, 7);
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void aNameIsAFaintDoubtAndAServersFifoNone() {
    process(10, INIT, reads("f"));
    process(20, INIT, reads("q"));
    channels.add(channel("f", ChannelType.FIFO, 0, reader(10), writer(20)));
    pipe("q", 20, 10);
    assertThat(found()).singleElement().matches(d -> d.severity() == Severity.WARNING);
    channels.set(0, channel("f", ChannelType.FIFO, 0, reader(10), writer(10), writer(20)));
    assertThat(found()).isEmpty();
  }

  @Test
  void aTerminalWhoseMasterCannotBeSeenHasAPersonBehindIt() {
    process(10, INIT, exit(20L));
    process(20, 10, reads("t"));
    channels.add(channel("t", ChannelType.TERMINAL, 0, end(10, "slave"), end(20, "slave")));
    assertThat(found()).isEmpty();
    channels.set(0, channel("t", ChannelType.TERMINAL, 0, end(10, "master"), end(20, "slave")));
    assertThat(found()).singleElement().matches(d -> d.severity() == Severity.WARNING);
  }

  @Test
  void aSocketWhosePeerCannotBeSeenMayBeWritten() {
    process(10, INIT, exit(20L));
    process(20, 10, polls("s"));
    channels.add(channel("s", ChannelType.SOCKETS, 0, end(10, "socket 1"), end(20, "socket 1")));
    assertThat(found()).isEmpty();
    channels.set(0, channel("s", ChannelType.SOCKETS, 0, end(10, "socket 2"), end(20, "socket 1")));
    assertThat(found()).singleElement().matches(DeadlockFinding::proved);
  }

  @Test
  void oneThatWatchesItsOwnPipeWaitsForSignalsIfItHandlesAny() {
    processes.add(state(10, INIT, SIGTERM, List.of(), polls("p")));
    pipe("p", 10, 10);
    assertThat(found()).isEmpty();
    processes.set(0, state(10, INIT, 0, List.of(), polls("p")));
    assertThat(found()).singleElement().matches(d -> d.reason() == DeadlockCause.ITSELF);
  }

  @Test
  void aTimeLimitIsToldAndIsNoAlarm() {
    ring();
    Wait timed = new Wait("poll", List.of(new Ready("p", 3, true)), true);
    processes.set(0, state(10, INIT, 0, List.of(), timed));
    assertThat(found()).singleElement().matches(d -> d.severity() == Severity.INFORMATION);
  }

  private List<DeadlockFinding> found() {
    return Deadlocks.in(new SeenSnapshot(Instant.EPOCH, processes, channels, Extent.SETTLED));
  }

  private void process(long pid, long parent, Wait... waits) {
    processes.add(state(pid, parent, 0, List.of(), waits));
  }

  private void hidden(long pid, long parent, long session) {
    var info = new ProcessInfo(pid, parent, pid, 0, false);
    processes.add(new SeenProcess(info, session, 0, "hidden", false, List.of(), 0, List.of()));
  }

  /** All are of session 0. */
  private static SeenProcess state(
      long pid, long parent, long caught, List<String> starters, Wait... waits) {
    var threads = new ArrayList<SeenThread>();
    for (Wait wait : waits) {
      threads.add(new SeenThread(pid + threads.size(), "t", wait, 1, Optional.empty()));
    }
    var info = new ProcessInfo(pid, parent, pid, 0, false);
    return new SeenProcess(info, 0, 0, "program", true, threads, caught, starters);
  }

  private void pipe(String id, long reader, long writer) {
    channels.add(channel(id, ChannelType.PIPE, 0, reader(reader), writer(writer)));
  }

  private static SeenChannel channel(String id, ChannelType type, int queued, Holder... holders) {
    OptionalInt capacity = OptionalInt.of(65536);
    return new SeenChannel(id, type, id, capacity, OptionalInt.of(queued), false, List.of(holders));
  }

  private static Holder reader(long pid) {
    return new SeenHolder(pid, "program", 3, true, false, true, "read end");
  }

  private static Holder writer(long pid) {
    return new SeenHolder(pid, "program", 4, false, true, true, "write end");
  }

  private static Holder end(long pid, String end) {
    return new SeenHolder(pid, "program", 3, true, true, true, end);
  }

  private static Wait reads(String channel) {
    return new Wait("read", List.of(new Ready(channel, 3, true)), false);
  }

  private static Wait polls(String channel) {
    return new Wait("poll", List.of(new Ready(channel, 3, true)), false);
  }

  private static Wait exit(Long... pids) {
    return new Wait("wait4", List.of(new Exit(Set.of(pids))), false);
  }

  private static Wait lock(boolean timed) {
    return new Wait("futex", List.of(new OwnThread()), timed);
  }
}
