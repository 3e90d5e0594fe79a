package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.ExitStatus;
import io.standpipe.Signal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Pipe1Test {
  private static final ExitStatus OK = new ExitStatus.Exited(0);

  @Test
  void everyReadIsPrintedWithOwnPidAndTheTime() throws Exception {
    double before = Instant.now().getEpochSecond();
    try (Run run = Run.start(Pipe1.class, "--scale", "0.01", "--rounds", "12")) {
      List<Got> all = run.lines().stream().map(Got::parse).toList();
      double after = Instant.now().getEpochSecond() + 1.0;

      assertThat(run.end()).isEqualTo(OK);
      assertThat(run.errors()).isEmpty();
      assertThat(all).allMatch(got -> got.pid() == run.pid());
      assertThat(all).allMatch(got -> got.text().matches("(Spam 00[0-4]){1,4}"));
      assertThat(all).allMatch(got -> before <= got.seconds() && got.seconds() <= after);
      assertThat(together(all)).isEqualTo(messages(12));
    }
  }

  @Test
  void messagesWrittenWithoutPauseArriveTogetherUpTo32Bytes() throws Exception {
    try (Run run = Run.start(Pipe1.class, "--scale", "0", "--rounds", "2000")) {
      List<Got> all = run.lines().stream().map(Got::parse).toList();

      assertThat(run.end()).isEqualTo(OK);
      assertThat(all).anyMatch(got -> got.text().contains("Spam 004Spam 000"));
      assertThat(all).allMatch(got -> got.text().length() <= 32);
      assertThat(together(all)).isEqualTo(messages(2000));
    }
  }

  @Test
  void withoutOptionsTheSecondMessageComesASecondAfterTheFirst() throws Exception {
    try (Run run = Run.start(Pipe1.class)) {
      Got first = Got.parse(run.line());
      Got second = Got.parse(run.line());

      assertThat(first.text()).isEqualTo("Spam 000");
      assertThat(second.text()).isEqualTo("Spam 001");
      assertThat(second.seconds() - first.seconds()).isBetween(0.9, 5.0);
    }
  }

  @Test
  void endsWithItsChildWhenNobodyReadsItsOutputAnyMore() throws Exception {
    try (Run run = Run.start(Pipe1.class, "--scale", "0")) {
      run.line();
      List<Long> children = run.child().descendants();
      run.stopReading();

      assertThat(run.end()).isEqualTo(OK);
      assertThat(run.errors()).isEmpty();
      assertThat(children).hasSize(1);
      assertThat(ProcessHandle.of(children.getFirst())).isEmpty();
    }
  }

  @Test
  void endsAndSaysWhyWhenItsChildIsKilled() throws Exception {
    try (Run run = Run.start(Pipe1.class)) {
      run.line();
      ProcessHandle.of(run.child().descendants().getFirst()).orElseThrow().destroyForcibly();

      assertThat(run.lines()).isNotNull();
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(125));
      assertThat(run.errors()).singleElement().asString().endsWith("was ended by " + Signal.KILL);
    }
  }

  /** If a user starts the child by hand, a file of the JVM has the descriptor of its pipe. */
  @Test
  void childThatWasGivenNoDescriptorSaysSo() throws Exception {
    try (Run run = Run.start(Pipe1.class, "-child")) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(125));
      assertThat(run.errors()).singleElement().asString().startsWith("take over descriptor 3: ");
    }
  }

  private static String together(List<Got> all) {
    return all.stream().map(Got::text).collect(Collectors.joining());
  }

  private static String messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> "Spam 00" + i % 5).collect(Collectors.joining());
  }
}
