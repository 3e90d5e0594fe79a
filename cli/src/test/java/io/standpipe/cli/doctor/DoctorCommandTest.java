package io.standpipe.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.doctor.view.DiagnosisView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code doctor}: its options and its exit codes. */
class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void aDeadlockIsToldInEachFormWithExitCode35() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 2)) {
      scene.await(DiagnosisView::hasDeadlock);
      String pid = Long.toString(scene.pid());
      Path page = folder.resolve("page.html");

      assertThat(StandpipeRunner.call("doctor", "--pid", pid).exits(35).saysNothing().out())
          .contains("2 processes wait for each other", "Which programs are connected:");
      assertThat(StandpipeRunner.call("doctor", "--json", "--pid", pid).exits(35).out())
          .contains("\"deadlock\" : true");
      assertThat(StandpipeRunner.call("doctor", "--dot", "--pid", pid).exits(35).out())
          .startsWith("digraph doctor {");
      StandpipeRunner.call("doctor", "--html", page.toString(), "--pid", pid).exits(35).prints("");
      assertThat(page).content().contains("2 processes wait for each other");
    }
  }

  @Test
  void aProcessThatWaitsForNoOtherIsFine() {
    String self = Long.toString(ProcessHandle.current().pid());

    assertThat(StandpipeRunner.call("doctor", "--pid", self).exits(0).saysNothing().out())
        .startsWith("No fault was found: " + self + " (");
  }

  @Test
  void aFindingThatIsNoDeadlockIsExitCode0() throws Exception {
    try (ShellScene scene = ShellScene.of(folder, "mkfifo q; exec cat >q")) {
      scene.await(p -> !p.diagnosis().findings().isEmpty());

      assertThat(StandpipeRunner.call("doctor", "--pid", Long.toString(scene.pid())).exits(0).out())
          .startsWith("warning: ")
          .contains("/q: nobody has it open to read");
    }
  }

  @Test
  void allProcessesAreLookedAtAndWhatIsLeftOutIsCounted() {
    assertThat(StandpipeRunner.call("doctor", "--all").out())
        .contains("Which programs are connected:");
  }

  @Test
  void aProcessThatIsNotThereIsAnError() {
    StandpipeRunner.call("doctor", "--pid", "4194304")
        .exits(125)
        .saysOneLine("look at process 4194304: no process has this id");
  }

  @Test
  void aPageThatCannotBeWrittenIsAnError() {
    String self = Long.toString(ProcessHandle.current().pid());

    StandpipeRunner.call("doctor", "--pid", self, "--html", "/no/such/page.html")
        .exits(125)
        .saysOneLine("write page /no/such/page.html: No such file");
    StandpipeRunner.call("doctor", "--pid", self, "--html", folder.toString())
        .exits(125)
        .saysOneLine("write page " + folder + ": ");
  }

  @Test
  void aPortThatIsTakenIsAnError() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      StandpipeRunner.run("doctor", "--serve", port)
          .exits(125)
          .saysOneLine("listen on 127.0.0.1:" + port, "--serve 0 takes any free port");
    }
  }

  @Test
  void theOldPageIsReplacedByAWholeOne() throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), "x".repeat(5_000_000));
    String self = Long.toString(ProcessHandle.current().pid());

    StandpipeRunner.call("doctor", "--pid", self, "--html", page.toString()).exits(0);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .as("it has text of programs")
        .isEqualTo("rw-------");
    assertThat(page).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  @Test
  void thePageGoesToStandardOutputToo() {
    String self = Long.toString(ProcessHandle.current().pid());

    assertThat(StandpipeRunner.call("doctor", "--pid", self, "--html", "-").exits(0).out())
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n");
    assertThat(Path.of("-")).doesNotExist();
  }
}
