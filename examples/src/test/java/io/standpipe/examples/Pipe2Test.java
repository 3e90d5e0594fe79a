package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Doctor;
import io.standpipe.ExitStatus;
import io.standpipe.doctor.Holder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class Pipe2Test {
  private static final ExitStatus OK = new ExitStatus.Exited(0);

  @Test
  void everyLineIsOneMessageHoweverFastTheyCome() throws Exception {
    try (Run run = Run.start(Pipe2.class, "--scale", "0", "--rounds", "2000")) {
      List<Got> all = run.lines().stream().map(Got::parse).toList();

      assertThat(run.end()).isEqualTo(OK);
      assertThat(run.errors()).isEmpty();
      assertThat(all).hasSize(2000).allMatch(got -> got.pid() == run.pid());
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).text()).isEqualTo("Spam 00" + i % 5);
      }
    }
  }

  @Test
  void neitherProcessHoldsTheEndThatItDoesNotUse() throws Exception {
    try (Run run = Run.start(Pipe2.class)) {
      run.line();
      long child = run.child().descendants().getFirst();
      List<Holder> holders = Doctor.holders(child, childsPipe(child));

      assertThat(pids(holders, true)).containsExactly(run.pid());
      assertThat(pids(holders, false)).containsExactly(child);
    }
  }

  @Test
  @Tag("pitfall-1")
  void streamEndsWhenTheChildIsKilledAndTheFailureIsTold() throws Exception {
    try (Run run = Run.start(Pipe2.class)) {
      run.line();
      ProcessHandle.of(run.child().descendants().getFirst()).orElseThrow().destroyForcibly();

      assertThat(run.lines()).isNotNull();
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(125));
      assertThat(run.errors()).singleElement().asString().endsWith("was ended by SIGKILL");
    }
  }

  /** The number differs, because the child duplicates descriptor 3. */
  private static int childsPipe(long child) {
    return IntStream.range(3, 100)
        .filter(fd -> Doctor.holders(child, fd).size() > 1)
        .findFirst()
        .orElseThrow();
  }

  private static Set<Long> pids(List<Holder> holders, boolean reading) {
    return holders.stream()
        .filter(holder -> reading ? holder.reads() : holder.writes())
        .map(Holder::pid)
        .collect(Collectors.toSet());
  }
}
