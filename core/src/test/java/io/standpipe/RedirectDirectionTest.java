package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.error.RedirectException;
import io.standpipe.testing.Leaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A redirect in the wrong direction is refused before anything is opened. */
@Tag("pitfall-48")
class RedirectDirectionTest {
  private static final Command CAT = Command.of("cat");

  @TempDir private Path folder;

  @Test
  void anInputThatWouldBeEmptiedIsRefusedAndStaysAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "precious\n");
    assertThatThrownBy(() -> CAT.stdin(Redirect.to(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a program reads its standard input, and \"to %s\" is for writing; to read that file,"
                + " use Redirect.from(…)",
            file);
    assertThatThrownBy(() -> CAT.stdin(Redirect.appendTo(file)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CAT.fd(0, Redirect.to(file)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).hasContent("precious\n");
  }

  @Test
  void anOutputThatCouldOnlyBeReadIsRefused() {
    Path file = folder.resolve("data");
    List<ThrowingCallable> wrong =
        List.of(
            () -> CAT.stdout(Redirect.from(file)),
            () -> CAT.stderr(Redirect.from(file)),
            () -> CAT.fd(1, Redirect.from(file)));
    for (ThrowingCallable call : wrong) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is for reading; use Redirect.to(…) or appendTo(…)");
    }
  }

  @Test
  void theWrongEndOfAPipeIsRefusedAndStaysOpen() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThatThrownBy(() -> CAT.stdin(Redirect.handOver(pipe.writer())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("use Redirect.from(…) or handOver(…) with the pipe's reader");
      assertThatThrownBy(() -> CAT.stdout(Redirect.from(pipe.reader())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("use Redirect.to(…) or handOver(…) with the pipe's writer");
      assertThatThrownBy(() -> CAT.stderr(Redirect.handOver(pipe.reader())))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> CAT.stdin(Redirect.pipeFromChild()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("use Redirect.pipe()");
      assertThatThrownBy(() -> CAT.stdout(Redirect.pipeToChild()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(pipe.writer().isOpen()).isTrue();
    }
  }

  @Test
  void aCopyOfADescriptorOfTheOtherDirectionIsRefusedBeforeAnythingIsOpened() throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "text");
    Path out = Files.writeString(folder.resolve("out"), "precious");
    Command command = CAT.stdin(Redirect.from(in)).stderr(Redirect.sameAs(0));
    assertThatThrownBy(command.stdout(Redirect.to(out))::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a program writes to its standard error, and cannot have it the same as its descriptor"
                + " 0, \"from %s\", which is for reading",
            in);
    assertThatThrownBy(CAT.piped().stdin(Redirect.sameAs(1))::start)
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(out).hasContent("precious");
  }

  @Test
  void aCopyThatLeadsNowhereIsRefusedBeforeAnythingIsOpened() throws Exception {
    Path out = Files.writeString(folder.resolve("out"), "precious");
    Leaks before = Leaks.snapshot();
    Command command = CAT.stdout(Redirect.to(out));
    assertThatThrownBy(command.stderr(Redirect.sameAs(7))::start)
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(command.fd(3, Redirect.sameAs(4)).fd(4, Redirect.sameAs(3))::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 is the same as 4, 4 is the same as 3");
    assertThatThrownBy(() -> command.fd(3, Redirect.pipe()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(out).hasContent("precious");
    Leaks.assertNoneSince(before);
  }

  @Test
  void aFileThatIsReadAndReplacedIsRefusedAndStaysAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "b\na\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Command sort = Command.of("sort").stdin(Redirect.from(file));
    assertThatThrownBy(sort.stdout(Redirect.to(link))::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are one file, which would be emptied before it is read");
    assertThatThrownBy(sort.pipeTo(CAT.stdout(Redirect.to(file)))::run)
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).hasContent("b\na\n");
    Path device = Path.of("/dev/null");
    CAT.stdin(Redirect.from(device)).stdout(Redirect.to(device)).run();
  }

  @Test
  void otherDescriptorsAndThoseOfBothDirectionsServeEitherWay() throws Exception {
    Path file = folder.resolve("data");
    Command both = Scripts.sh("echo out >&3; cat <&4").fd(3, Redirect.to(file));
    assertThat(both.fd(4, Redirect.from(Path.of("/dev/null"))).read()).isEmpty();
    assertThat(file).hasContent("out\n");
    Command terminal = Scripts.sh("echo out").terminal().stdout(Redirect.sameAs(0));
    try (Child child = terminal.start()) {
      assertThat(child.await().isZero()).isTrue();
    }
    CAT.stdin(Redirect.nothing()).stdout(Redirect.sameAs(0)).run();
  }

  /** The child of this test has a file for reading as its standard output, and hands that on. */
  @Test
  void anInheritedDescriptorOfTheOtherDirectionIsRefusedWhereItWasAskedFor() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "precious");
    Command jvm = Command.self(Inheriting.class).stderr(Redirect.pipe());
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 1<\"$0\""));
    words.add(file.toString());
    words.addAll(jvm.words());
    Output output = Command.of(words).capture();
    assertThat(output.errorText())
        .contains("inherit descriptor 1 as the standard output of cat")
        .contains("this process has it open only for reading");
  }

  /** Prints on standard error what starting with its own standard output gives. */
  static final class Inheriting {
    public static void main(String[] arguments) throws Exception {
      try {
        CAT.stdin(Redirect.nothing()).stdout(Redirect.inherit()).run();
      } catch (RedirectException e) {
        System.err.println(e.getMessage());
      }
    }
  }
}
