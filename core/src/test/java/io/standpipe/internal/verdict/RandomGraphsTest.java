package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Doctor;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.ProcessState;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred plays on live processes, half of them deadlocked, all known by construction. */
@Tag("doctor")
@Tag("slow")
class RandomGraphsTest {
  private static final int PLAYS = 25;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noDeadlockIsMissedAndNoneIsCalledProvedThatIsNot(int seed) throws Exception {
    var random = new Random(seed);
    var plays = new ArrayList<RandomPlay>();
    for (int i = 0; i < PLAYS; i++) {
      plays.add(new RandomPlay(random, i % 2 == 0));
    }
    try (Stage stage = Stage.playAll(plays.stream().map(p -> p.actors).toList())) {
      awaitTheirPlaces(stage, plays);
      List<Set<Long>> proved = proved(Doctor.examine(Diagnoses.family(stage.child)));
      for (int i = 0; i < PLAYS; i++) {
        check(stage, i, plays.get(i), proved);
      }
    }
  }

  private static void check(Stage stage, int n, RandomPlay play, List<Set<Long>> proved) {
    Set<Long> ring = new TreeSet<>(play.ring.stream().map(name -> stage.pid(n, name)).toList());
    Optional<Set<Long>> found =
        proved.stream().filter(set -> stage.pids(n).stream().anyMatch(set::contains)).findFirst();
    if (play.deadlock) {
      assertThat(found).as("the proved deadlock of %s", play.actors).contains(ring);
    } else {
      assertThat(found).as("a proved deadlock of %s", play.actors).isEmpty();
    }
  }

  private static List<Set<Long>> proved(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(f -> f instanceof Deadlock d && d.proved())
        .map(f -> (Deadlock) f)
        .map(d -> (Set<Long>) new TreeSet<>(d.members().stream().map(ProcessState::pid).toList()))
        .toList();
  }

  /** Each is in the call that it ends with; a writer has filled its pipe. */
  private static void awaitTheirPlaces(Stage stage, List<RandomPlay> plays) {
    for (int i = 0; i < plays.size(); i++) {
      for (Map.Entry<String, String> part : plays.get(i).parts().entrySet()) {
        long pid = stage.pid(i, part.getKey());
        List<String> calls = Actor.CALLS.get(part.getValue());
        Eventually.holds(
            pid + " is in " + calls,
            () -> calls.contains(BlockedCall.of(pid).map(BlockedCall::call).orElse("")),
            () -> Diagnoses.waits(Set.of(pid)));
      }
    }
  }
}
