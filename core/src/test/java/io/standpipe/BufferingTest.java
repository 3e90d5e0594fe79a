package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Installed;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.Screen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs that hold their answers back on a pipe, and do not when cured. */
@Tag("pitfall-12")
@Timeout(30)
class BufferingTest {
  private static final String PERL = "while (<STDIN>) { print \"got $_\" }";

  private static final String PYTHON =
      "import sys\nfor line in sys.stdin: print('got', line, end='')";

  @TempDir private Path folder;
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  private static Command program(String name) {
    Installed.orSkip(name);
    Command command =
        switch (name) {
          case "python3" -> Command.of(name, "-c", PYTHON).withoutEnv("PYTHONUNBUFFERED");
          case "perl" -> Command.of(name, "-e", PERL).withoutEnv("PERL5OPT");
          case "grep" -> Command.of(name, "spam");
          case "rg" -> Command.of(name, "spam", "-");
          case "sed" -> Command.of(name, "s/^/got /");
          case "jq" -> Command.of(name, "-R", ".");
          case "awk", "mawk", "gawk" -> Command.of(name, "{ print \"got\", $0 }");
          case "tr" -> Command.of(name, "a-z", "A-Z");
          case "cut" -> Command.of(name, "-c", "1-");
          case "ruby" -> Command.of(name, "-e", "while l = gets do print 'got ', l end");
          case "node" -> Command.of(name, "-e", "process.stdin.on('data', d => console.log(''+d))");
          default -> throw new IllegalArgumentException(name);
        };
    return command.piped();
  }

  /** What was started. */
  private record Taken(List<String> words, Buffering buffering) {}

  /** Two questions, each answered before the next is put, and the end after that of the input. */
  private static Taken answers(Command command) throws Exception {
    try (Child child = command.start()) {
      var screen = new Screen(child.stdout());
      for (String question : List.of("spam 1", "spam 2")) {
        child.stdin().write(question + "\n");
        screen.until(question.substring(question.length() - 1));
      }
      child.stdin().close();
      screen.rest();
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
      return new Taken(child.words(), child.buffering());
    }
  }

  @ParameterizedTest
  @CsvSource({"python3", "perl", "grep", "rg", "sed", "jq", "awk", "tr", "cut", "ruby"})
  void asItIsItHoldsTheAnswerBack(String name) throws Exception {
    try (Child child = program(name).start()) {
      child.stdin().write("spam\n");
      Eventually.holds("it has read it", () -> child.stdin().queued() == 0);
      ByteBuffer answer = ByteBuffer.allocate(100);
      assertThatThrownBy(() -> child.stdout().read(answer, Duration.ofMillis(100)))
          .isInstanceOf(DeadlineExceededException.class);
      child.stdin().close();
      assertThat(new Screen(child.stdout()).rest()).containsIgnoringCase("spam");
      assertThat(child.buffering()).isEqualTo(Buffering.AS_IS);
    }
  }

  @ParameterizedTest
  @CsvSource({"grep", "sed", "jq", "tr", "cut", "gawk"})
  void stdbufCuresAProgramInC(String name) throws Exception {
    Taken taken = answers(program(name).buffering(Buffering.STDBUF));
    assertThat(taken.words()).isEqualTo(program(name).words());
    assertThat(taken.buffering()).isEqualTo(Buffering.STDBUF);
  }

  @ParameterizedTest
  @CsvSource({"python3", "perl", "grep", "rg", "sed", "jq", "mawk"})
  void itsOwnSwitchCuresIt(String name) throws Exception {
    assertThat(answers(program(name).buffering(Buffering.SWITCH)).buffering())
        .isEqualTo(Buffering.SWITCH);
  }

  @ParameterizedTest
  @CsvSource({"python3", "perl", "grep", "sed", "jq", "tr", "cut", "ruby", "node"})
  void aTerminalForItsOutputCuresIt(String name) throws Exception {
    assertThat(answers(program(name).buffering(Buffering.TERMINAL)).buffering())
        .isEqualTo(Buffering.TERMINAL);
  }

  @ParameterizedTest
  @CsvSource({
    "python3, SWITCH",
    "perl, SWITCH",
    "grep, SWITCH",
    "rg, SWITCH",
    "sed, SWITCH",
    "jq, SWITCH",
    "mawk, SWITCH",
    "gawk, STDBUF",
    "tr, STDBUF",
    "cut, STDBUF",
    "ruby, TERMINAL",
    "node, AS_IS"
  })
  void autoFindsOutAndSaysWhatItTook(String name, Buffering expected) throws Exception {
    assertThat(answers(program(name).buffering(Buffering.AUTO)).buffering()).isEqualTo(expected);
  }

  @Test
  void whatWasTakenIsInTheWordsAndVariables() throws Exception {
    Taken taken = answers(program("grep").buffering(Buffering.AUTO));
    assertThat(taken.words()).containsExactly("grep", "--line-buffered", "spam");
    Command perl = program("perl").env("PERL5OPT", "-Mstrict");
    assertThat(answers(perl.buffering(Buffering.AUTO))).isNotNull();
  }

  /** A script is known by its interpreter, or cured together with all that it starts. */
  @ParameterizedTest
  @CsvSource({
    "'#!/usr/bin/env python3', SWITCH",
    "'#!/usr/bin/env -S A=1 python3 -s', SWITCH",
    "'#!/bin/sh', STDBUF"
  })
  void autoLooksAtTheFirstLineOfAScript(String line, Buffering expected) throws Exception {
    program("python3");
    String body = line.endsWith("sh") ? "exec tr a-z A-Z" : PYTHON;
    Command command = Command.of(script(line + "\n" + body + "\n")).piped();
    Taken taken = answers(command.withoutEnv("PYTHONUNBUFFERED").buffering(Buffering.AUTO));
    assertThat(taken.buffering()).isEqualTo(expected);
  }

  private Path script(String text) throws IOException {
    Path file = folder.resolve("script");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aProgramIsKnownByTheFileThatItIsALinkTo() throws Exception {
    program("sed");
    Path link = folder.resolve("my-editor");
    String sed = Command.shell("command -v sed").read();
    Files.createSymbolicLink(link, Path.of(sed));
    Command command = Command.of(link, "s/^/got /").piped().buffering(Buffering.AUTO);
    assertThat(answers(command).words().get(1)).isEqualTo("-u");
  }

  @Test
  void aProgramWithoutALoaderGetsATerminal() throws Exception {
    Path source = folder.resolve("echo.c");
    Files.writeString(
        source,
        """
        #include <stdio.h>
        int main(void) {
          char line[100];
          while (fgets(line, sizeof line, stdin)) printf("got %s", line);
          return 0;
        }
        """);
    Path program = folder.resolve("static-echo");
    Command compile = Command.of("cc", "-static", "-o", program.toString(), source.toString());
    assumeTrue(compiles(compile), "SKIPPED: no C compiler with a static C library here");
    Command echo = Command.of(program).piped();
    assertThat(answers(echo.buffering(Buffering.AUTO)).buffering()).isEqualTo(Buffering.TERMINAL);
    assertThatThrownBy(() -> echo.buffering(Buffering.STDBUF).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STDBUF: it is not linked with glibc dynamically");
  }

  private static boolean compiles(Command compile) throws InterruptedException {
    try {
      return compile.anyExit().capture().status().isZero();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void autoLeavesAnOutputAloneThatIsNotRedirectedOrATerminalAlready() throws Exception {
    for (Command command :
        List.of(Command.of("tr", "a", "b").input(""), Command.of("tr", "a", "b").terminal())) {
      try (Child child = command.stdin(Redirect.nothing()).buffering(Buffering.AUTO).start()) {
        assertThat(child.buffering()).isEqualTo(Buffering.AS_IS);
        child.await();
      }
    }
  }

  @Test
  void inAPipelineAStageIsCuredWhereItsOutputGoesToTheNext() throws Exception {
    Pipeline pipeline =
        program("tr").buffering(Buffering.AUTO).pipeTo(program("sed").buffering(Buffering.AUTO));
    try (Job job = pipeline.start()) {
      assertThat(job.children().stream().map(child -> child.buffering()))
          .containsExactly(Buffering.STDBUF, Buffering.SWITCH);
      var screen = new Screen(job.children().getLast().stdout());
      job.children().getFirst().stdin().write("spam\n");
      screen.until("got SPAM");
      job.children().getFirst().stdin().close();
      screen.rest();
    }
  }

  @Test
  void whatIsReadOrCapturedMayComeByATerminalToo() throws Exception {
    Command tr = program("tr").input("spam\n").buffering(Buffering.TERMINAL);
    assertThat(tr.read()).isEqualTo("SPAM");
  }

  /** As a pipe does: the writer must not be left waiting. */
  @Test
  void aProgramWhoseTerminalNobodyReadsIsHungUp() throws Exception {
    Command yes = Command.of("yes").piped().buffering(Buffering.TERMINAL);
    try (Child child = yes.start()) {
      new Screen(child.stdout()).until("y\n");
      child.stdout().close();
      child.await();
    }
  }

  @Test
  void whatCannotBeDoneSaysWhyAndLeavesNothing() throws Exception {
    Command tr = program("tr");
    assertThatThrownBy(() -> tr.buffering(Buffering.SWITCH).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Buffering.SWITCH: no switch or variable of it is known");
    Command toFile = tr.stdout(Redirect.to(folder.resolve("file")));
    assertThatThrownBy(() -> toFile.buffering(Buffering.TERMINAL).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Buffering.TERMINAL: its output is not a pipe to this process");
    var faulty = new FaultyPosix();
    faulty.next("access", Fault.NONE);
    faulty.always("access", Fault.errno(Errno.ENOENT));
    Command absolute = Command.of(Path.of(Command.shell("command -v tr").read()), "a", "b");
    assertThatThrownBy(() -> absolute.buffering(Buffering.STDBUF).start(faulty.posix()))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
        .hasMessageContaining("with its output line-buffered by stdbuf")
        .hasMessageContaining("there is no stdbuf in PATH");
  }

  @Test
  void aMissingProgramIsStillAnExceptionAtTheStart() {
    for (Buffering buffering : Buffering.values()) {
      assertThatThrownBy(() -> Command.of("no-such-program").buffering(buffering).start())
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }
  }
}
