package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand processes with ten thousand descriptors: in under a second, in a heap of 64 MB. */
@Tag("doctor")
@Tag("alone")
@Tag("slow")
class CrowdTest {
  private static final int PROCESSES = 1000;

  @Test
  void aThousandProcessesAreSeenInASecondAndSixtyFourMegabytes() throws Exception {
    try (Child crowd =
        Command.of(Programs.c("crowd", Integer.toString(PROCESSES))).piped().start()) {
      String said = Framing.lines().reader(crowd.stdout()).read().text();
      assumeTrue(said.equals("ready"), "no crowd may come together here: " + said);
      Eventually.holds("ten thousand descriptors are open", () -> descriptors(crowd) >= 10_000);
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String seen =
          Command.of(java, "-Xmx64m", "--enable-native-access=ALL-UNNAMED")
              .args("-cp", System.getProperty("java.class.path"), Looks.class.getName(), "5")
              .read();
      long[] numbers = Arrays.stream(seen.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      assertThat(numbers[0]).as("milliseconds of the fastest of five").isLessThan(1000);
      assertThat(numbers[1]).as("processes").isGreaterThan(PROCESSES);
      assertThat(numbers[2]).as("ends of channels").isGreaterThanOrEqualTo(5L * PROCESSES);
    }
  }

  private static long descriptors(Child crowd) throws IOException {
    long count = 0;
    for (long pid : Diagnoses.families(List.of(crowd))) {
      try (var all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
        count += all.count();
      }
    }
    return count;
  }
}
