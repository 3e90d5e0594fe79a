package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.testing.Leaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child has the descriptors that it was given, at the numbers that were said, and no others. */
class CommandDescriptorsTest {
  private static final String LIST =
      """
      import os
      open = [n for n in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + n)]
      print(*sorted(open, key=int))
      """;

  private static final Command LISTS_ITS_OWN = Scripts.python(LIST).stdin(Redirect.nothing());

  @Test
  @Tag("pitfall-28")
  void aChildHasWhatItWasGivenAndNothingBetween() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Command command =
          LISTS_ITS_OWN
              .fd(7, Redirect.from(pipe.reader()))
              .fd(9, Redirect.to(pipe.writer()))
              .fd(3000, Redirect.nothing());
      assertThat(command.read()).isEqualTo("0 1 2 7 9 3000");
    }
  }

  @Test
  void descriptorsInBothDirectionsCarryBytes() throws Exception {
    Command command =
        Scripts.sh("read line <&7; echo \"[$line]\" >&5")
            .fd(7, Redirect.pipeToChild())
            .fd(5, Redirect.pipeFromChild());
    try (Child child = command.start()) {
      child.writer(7).write("question\n");
      assertThat(new String(child.reader(5).readAllBytes(), UTF_8)).isEqualTo("[question]\n");
    }
  }

  @Test
  void numbersThatAreEachOthersTargetsAreNotMixedUp() throws Exception {
    // The numbers of the pipes' ends here are among those that the child is to have: all at once,
    // in a ring, so that each source stands where another is to go.
    List<Pipe> pipes = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        pipes.add(Pipe.open());
      }
      List<Integer> numbers = pipes.stream().map(p -> number(p.reader())).toList();
      String script = "import os, sys\nfor n in sys.argv[1:]: os.write(1, os.read(int(n), 3))";
      String[] arguments = numbers.stream().map(String::valueOf).toArray(String[]::new);
      Command command = Scripts.python(script, arguments);
      for (int i = 0; i < pipes.size(); i++) {
        int target = numbers.get((i + 1) % numbers.size());
        command = command.fd(target, Redirect.from(pipes.get(i).reader()));
        pipes.get(i).writer().write("%02d ".formatted(i));
      }
      assertThat(command.readBytes())
          .asString(UTF_8)
          .isEqualTo("11 00 01 02 03 04 05 06 07 08 09 10 ");
    } finally {
      pipes.forEach(Pipe::close);
    }
  }

  @Test
  void standardStreamsMayBeCrossed() throws Exception {
    Output output =
        Scripts.sh("echo out; echo err >&2")
            .stderr(Redirect.sameAs(1))
            .fd(3, Redirect.sameAs(1))
            .capture();
    assertThat(output.text()).isEqualTo("out\nerr");
    // What the child writes to 1 arrives as its 2, and the other way round.
    Command crossed =
        Scripts.sh("echo out; echo err >&2")
            .fd(3, Redirect.pipeFromChild())
            .fd(4, Redirect.pipeFromChild())
            .stdout(Redirect.sameAs(3))
            .stderr(Redirect.sameAs(4));
    try (Child child = crossed.start()) {
      assertThat(new String(child.reader(3).readAllBytes(), UTF_8)).isEqualTo("out\n");
      assertThat(new String(child.reader(4).readAllBytes(), UTF_8)).isEqualTo("err\n");
    }
  }

  @Test
  void sameAsMayNameADescriptorThatIsItselfTheSameAsAnother() throws Exception {
    Command command =
        Scripts.sh("echo out; echo err >&2")
            .stdout(Redirect.sameAs(2))
            .stderr(Redirect.sameAs(3))
            .fd(3, Redirect.pipeFromChild());
    try (Child child = command.start()) {
      assertThat(new String(child.reader(3).readAllBytes(), UTF_8)).isEqualTo("out\nerr\n");
    }
  }

  @Test
  void descriptorsThatAreOnlyTheSameAsEachOtherAreRefused() throws Exception {
    Leaks before = Leaks.snapshot();
    Command ring = Command.of("true").stdout(Redirect.sameAs(2)).stderr(Redirect.sameAs(1));
    assertThatThrownBy(ring::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sameAs(…) goes round in a circle: descriptor 2 is the same as 1, 1 is the same as 2;"
                + " say of one of them what it is");
    Command three = Command.of("true").fd(3, Redirect.sameAs(4)).fd(4, Redirect.sameAs(3));
    assertThatThrownBy(three.stderr(Redirect.sameAs(3))::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("goes round in a circle")
        .hasMessageContaining("3 is the same as 4")
        .hasMessageContaining("4 is the same as 3");
    assertThatThrownBy(Command.of("true").stderr(Redirect.sameAs(2))::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("descriptor 2 is the same as 2;");
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 4, 65_536})
  void sameAsADescriptorThatTheChildIsNotGivenIsRefused(int other) throws Exception {
    Leaks before = Leaks.snapshot();
    Command command =
        Command.of("true").fd(5, Redirect.pipeFromChild()).stderr(Redirect.sameAs(other));
    assertThatThrownBy(command::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sameAs(…) expects another descriptor that the child is given: ");
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
  void aNumberThatNoDescriptorHasIsRefused(int n) {
    Command command = Command.of("true");
    assertThatThrownBy(() -> command.fd(n, Redirect.nothing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("descriptor from 0 to 65535 expected: " + n);
  }

  @Test
  void pipeSaysNotInWhichDirectionForOthersThanTheStandardStreams() {
    assertThatThrownBy(() -> Command.of("true").fd(3, Redirect.pipe()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pipeToChild() or pipeFromChild() expected for descriptor 3");
  }

  @Test
  void anEndThatIsNoPipeToUsIsNotToBeHad() throws Exception {
    try (Child child = Command.of("true").fd(3, Redirect.pipeFromChild()).start()) {
      assertThatThrownBy(child::stdin)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("descriptor 0 of child ")
          .hasMessageContaining("is not a pipe to us; start it with Redirect.pipe()");
      assertThatThrownBy(() -> child.writer(3)).hasMessageContaining("pipeToChild()");
      assertThatThrownBy(() -> child.reader(4)).hasMessageContaining("pipeFromChild()");
    }
  }

  private static int number(PipeReader reader) {
    return reader.end().number();
  }
}
