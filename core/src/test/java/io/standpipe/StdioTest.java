package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Crossed;
import org.junit.jupiter.api.Test;

/** Each in a process of its own, whose streams are crossed; it tells on its standard error. */
class StdioTest {
  @Test
  void whatThisProcessPrintsTheChildReadsAndTheOtherWayRound() throws Exception {
    assertThat(told("dialogue")).isEqualTo("heard [you said [hello]]");
  }

  @Test
  void programsThatInheritTheStreamsTakePart() throws Exception {
    assertThat(told("grandchild")).isEqualTo("heard [you said [from a grandchild]]");
  }

  @Test
  void closeGivesTheProcessItsOwnStreamsBack() throws Exception {
    Output output = crossed("restore").input("own input\n").capture();
    assertThat(output.text()).isEqualTo("own output, own input");
  }

  @Test
  void closingTheOutputOnceTheStreamsAreBackTakesNothingAway() throws Exception {
    Output output = crossed("close-late").input("own input\n").capture();
    assertThat(output.text()).isEqualTo("own output, own input");
  }

  @Test
  void closingTheOutputAloneIsTheEndOfTheChildsInput() throws Exception {
    assertThat(told("half-close")).isEqualTo("heard [3 lines], then the end: true");
  }

  @Test
  void whereTheChildCannotBeStartedTheStreamsAreAsTheyWere() throws Exception {
    Output output = crossed("fail").input("own input\n").capture();
    assertThat(output.text()).isEqualTo("own output, own input");
    assertThat(output.errorText()).contains("no-such-program");
  }

  @Test
  void aProcessThatWasStartedWithoutAStandardInputIsToldSo() throws Exception {
    String[] words = crossed("fail").words().toArray(String[]::new);
    Output output = Command.of("/bin/sh", "-c", "exec \"$@\" <&-", "sh").args(words).capture();
    assertThat(output.errorText())
        .contains("cross standard input with")
        .contains("started with it closed");
  }

  private static String told(String what) throws Exception {
    return crossed(what).capture().errorText().strip();
  }

  private static Command crossed(String what) {
    return Command.self(Crossed.class, what);
  }
}
