package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.verdict.WaitGraph.Doubt;
import io.standpipe.internal.verdict.WaitGraph.Waiter;
import io.standpipe.internal.verdict.WaitGraph.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verdict on graphs in memory. */
@Tag("doctor")
class WaitGraphTest {
  private static final List<Doubt> NONE = List.of();
  private static final List<Doubt> TIMED = List.of(new Doubt("time limit", Weight.TIMED));
  private static final List<Doubt> FAINT = List.of(new Doubt("it has a name", Weight.FAINT));

  @Test
  void twoThatWaitForEachOtherAreStuck() {
    var graph = new WaitGraph(List.of(waits(1, 2), waits(2, 1)));
    assertThat(stuck(graph)).containsExactly(1L, 2L);
    assertThat(graph.rings(stuck(graph))).containsExactly(Set.of(1L, 2L));
  }

  @Test
  void aChainThatEndsAtARunningProcessIsNot() {
    assertThat(stuck(new WaitGraph(List.of(waits(1, 2), waits(2, 3), runs(3))))).isEmpty();
  }

  @Test
  void oneOtherThreadOfAMemberThatRunsIsEnough() {
    var graph = new WaitGraph(List.of(waits(1, 2), waits(2, 1), runs(2)));
    assertThat(stuck(graph)).isEmpty();
  }

  @Test
  void oneOtherProcessThatCouldWakeAMemberIsEnough() {
    assertThat(stuck(new WaitGraph(List.of(waits(1, 2, 3), waits(2, 1), runs(3))))).isEmpty();
    var idle = new WaitGraph(List.of(waits(1, 2, 3), waits(2, 1), waits(3, 1)));
    assertThat(stuck(idle)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aProcessThatIsNotKnownMayDoAnything() {
    assertThat(stuck(new WaitGraph(List.of(waits(1, 2), waits(2, 1, 99))))).isEmpty();
  }

  @Test
  void aTimeLimitIsADoubtThatCountsAndANameOneThatMayNot() {
    var timed = new WaitGraph(List.of(waits(1, 2), new Waiter(2, 2, Set.of(1L), TIMED, true)));
    assertThat(stuck(timed)).isEmpty();
    assertThat(timed.stuck(d -> d.weight() != Weight.FAINT)).isEmpty();
    assertThat(timed.stuck(d -> d.weight() == Weight.ACTS)).containsExactly(1L, 2L);
    var named = new WaitGraph(List.of(waits(1, 2), new Waiter(2, 2, Set.of(1L), FAINT, true)));
    assertThat(stuck(named)).isEmpty();
    assertThat(named.stuck(d -> d.weight() != Weight.FAINT)).containsExactly(1L, 2L);
  }

  @Test
  void locksInsideAProcessAreNoRingOfTheirOwn() {
    var lock = new Waiter(1, 11, Set.of(1L), NONE, false);
    var graph = new WaitGraph(List.of(waits(1, 2), lock, waits(2, 1), waits(3, 4), inside(4)));
    assertThat(stuck(graph)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(graph.rings(stuck(graph))).containsExactly(Set.of(1L, 2L));
  }

  @Test
  void oneThatWaitsForItselfAtAChannelIsARing() {
    var graph = new WaitGraph(List.of(waits(1, 1)));
    assertThat(graph.rings(stuck(graph))).containsExactly(Set.of(1L));
  }

  @Test
  void aProcessThatWaitsBehindARingIsNotInIt() {
    var graph = new WaitGraph(List.of(waits(1, 2), waits(2, 1), waits(3, 1), waits(4, 3)));
    Set<Long> stuck = stuck(graph);
    assertThat(graph.rings(stuck)).containsExactly(Set.of(1L, 2L));
    assertThat(graph.behind(Set.of(1L, 2L), stuck)).containsExactly(3L, 4L);
  }

  @Test
  void twoRingsAreTwo() {
    var graph = new WaitGraph(List.of(waits(1, 2), waits(2, 1), waits(3, 4), waits(4, 3, 1)));
    assertThat(graph.rings(stuck(graph))).containsExactlyInAnyOrder(Set.of(1L, 2L), Set.of(3L, 4L));
  }

  @Test
  void aChainOfTenThousandIsNoDeeperThanOne() {
    var waiters = new ArrayList<Waiter>();
    for (long pid = 0; pid < 10_000; pid++) {
      waiters.add(waits(pid, (pid + 1) % 10_000));
    }
    var graph = new WaitGraph(waiters);
    assertThat(graph.rings(stuck(graph)))
        .singleElement()
        .satisfies(r -> assertThat(r).hasSize(10_000));
  }

  /** The oracle plays: each process that may act wakes all that it can, until none is new. */
  @Test
  void onRandomGraphsItIsWhatAPlayOfAllWakingsLeavesAsleep() {
    var random = new Random(4711);
    int withStuck = 0;
    for (int i = 0; i < 5_000; i++) {
      List<Waiter> waiters = random(random);
      Set<Long> expected = asleepAfterAllWakings(waiters);
      assertThat(stuck(new WaitGraph(waiters))).as("%s", waiters).isEqualTo(expected);
      withStuck += expected.isEmpty() ? 0 : 1;
    }
    assertThat(withStuck).isBetween(500, 4_500);
  }

  private static List<Waiter> random(Random random) {
    var waiters = new ArrayList<Waiter>();
    int processes = 1 + random.nextInt(8);
    for (long pid = 0; pid < processes; pid++) {
      int threads = random.nextInt(6) == 0 ? 2 : 1;
      for (int t = 0; t < threads; t++) {
        Set<Long> wakers = new TreeSet<>();
        int count = 1 + random.nextInt(2);
        for (int w = 0; w < count; w++) {
          wakers.add((long) random.nextInt(processes));
        }
        List<Doubt> doubts = random.nextInt(8) == 0 ? TIMED : NONE;
        waiters.add(new Waiter(pid, 100 * pid + t, wakers, doubts, true));
      }
    }
    return waiters;
  }

  private static Set<Long> asleepAfterAllWakings(List<Waiter> waiters) {
    Set<Long> all = new TreeSet<>();
    Set<Long> awake = new HashSet<>();
    int before;
    do {
      before = awake.size();
      for (Waiter w : waiters) {
        all.add(w.pid());
        if (!w.doubts().isEmpty() || w.wakers().stream().anyMatch(awake::contains)) {
          awake.add(w.pid());
        }
      }
    } while (awake.size() > before);
    all.removeAll(awake);
    return all;
  }

  private static Set<Long> stuck(WaitGraph graph) {
    return graph.stuck(doubt -> true);
  }

  private static Waiter waits(long pid, long... wakers) {
    Set<Long> all = new TreeSet<>(LongStream.of(wakers).boxed().toList());
    return new Waiter(pid, pid, all, NONE, true);
  }

  private static Waiter inside(long pid) {
    return new Waiter(pid, pid, Set.of(pid), NONE, false);
  }

  private static Waiter runs(long pid) {
    return new Waiter(pid, pid + 1000, Set.of(), List.of(new Doubt("it runs", Weight.ACTS)), false);
  }
}
