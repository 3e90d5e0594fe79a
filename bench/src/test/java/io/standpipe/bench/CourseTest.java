package io.standpipe.bench;

import static io.standpipe.bench.Fixtures.OTHER;
import static io.standpipe.bench.Fixtures.PEER;
import static io.standpipe.bench.Fixtures.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses shell scripts as contenders, which answer at once. */
class CourseTest {
  private static final String ONE_SECOND = "echo 5 1000000000";

  @TempDir private Path folder;
  private final Map<Contender, String> scripts = new HashMap<>();

  /** A contender that runs this for each amount {@code $n}. */
  private void plays(Contender contender, String answer) {
    String name = contender.name();
    scripts.put(
        contender,
        "while read n; do echo " + name + " >>" + folder + "/turns; " + answer + "; done");
  }

  private Map<Contender, Standing> run(Scale scale) throws InterruptedException {
    Launcher launcher =
        new Launcher() {
          @Override
          public Optional<String> missing(Contender contender, Placement placement) {
            return scripts.containsKey(contender) ? Optional.empty() : Optional.of("no script");
          }

          @Override
          public Command command(Contender contender, Placement placement) {
            return Command.shell(scripts.get(contender));
          }
        };
    return Course.run(Fixtures.work(), Placement.FREE, scale, launcher);
  }

  @Test
  void contendersRunInTurnAndWarmUpsAreNotCounted() throws IOException, InterruptedException {
    plays(US, ONE_SECOND);
    plays(PEER, ONE_SECOND);
    plays(OTHER, ONE_SECOND);

    Map<Contender, Standing> standings = run(Scale.QUICK);

    int turns = Scale.QUICK.warmUps + Scale.QUICK.rounds;
    // Each JVM first warms up alone for three seconds, of which each answer reports one.
    int alone = (int) Scale.QUICK.jvmWarmUp.toSeconds();
    assertThat(Files.readString(folder.resolve("turns")))
        .isEqualTo(
            "standpipe\n".repeat(alone)
                + "peer\n".repeat(alone)
                + "other\n".repeat(alone)
                + "standpipe\npeer\nother\n".repeat(turns));
    assertThat(standings.keySet()).containsExactly(US, PEER, OTHER);
    assertThat(standings.values())
        .allSatisfy(standing ->
            assertThat(((Standing.Ran) standing).samples()).hasSize(Scale.QUICK.rounds));
  }

  @Test
  void theAmountOfTheScaleIsTold() throws InterruptedException {
    plays(US, "echo $n 1000000000");

    assertThat(run(Scale.SMOKE).get(US)).isEqualTo(Fixtures.ran(Amount.time().smoke()));
  }

  @Test
  void oneThatCountsWrongIsOutAndTheOthersGoOn() throws IOException, InterruptedException {
    plays(US, ONE_SECOND);
    plays(PEER, "echo 20000 1000");
    plays(OTHER, ONE_SECOND);

    Map<Contender, Standing> standings = run(Scale.QUICK);

    assertThat(standings.get(PEER)).isInstanceOf(Standing.Failed.class);
    assertThat(standings.get(PEER).toString()).contains("20000 1000");
    assertThat(standings.get(OTHER)).isInstanceOf(Standing.Ran.class);
    assertThat(Files.readString(folder.resolve("turns"))).endsWith("standpipe\nother\n".repeat(6));
  }

  @Test
  void oneThatEndsOrTalksNonsenseHasFailed() throws InterruptedException {
    plays(US, ONE_SECOND);
    plays(PEER, "exit 3");
    plays(OTHER, "echo hello");

    Map<Contender, Standing> standings = run(Scale.SMOKE);

    assertThat(standings.get(PEER).toString()).startsWith("Failed").contains("ended");
    assertThat(standings.get(OTHER).toString()).startsWith("Failed").contains("hello");
  }

  @Test
  void oneThatIsNotThereIsAbsent() throws InterruptedException {
    plays(US, ONE_SECOND);
    plays(OTHER, ONE_SECOND);

    assertThat(run(Scale.SMOKE).get(PEER)).isEqualTo(new Standing.Absent("no script"));
  }
}
