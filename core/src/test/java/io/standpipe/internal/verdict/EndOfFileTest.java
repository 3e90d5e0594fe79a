package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends of file that do not come, and the processes that hold them back. */
@Tag("doctor")
@Tag("pitfall-6")
class EndOfFileTest {
  /** A reader, and a writer that has ended and left a background process behind. */
  private static final String READS_TO_THE_END =
      """
      import subprocess
      p = subprocess.Popen(["/bin/sh", "-c", "sleep 1000 & echo done"], stdout=subprocess.PIPE)
      p.wait()
      p.stdout.read()
      """;

  @Test
  void aBackgroundGrandchildThatHoldsTheEndIsNamed() throws Exception {
    try (Child child = Scripts.python(READS_TO_THE_END).start()) {
      LeakedWriteEnd leaked = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(leaked.why()).isEqualTo(LeakReason.LEFT_BEHIND.words());
      assertThat(leaked.severity()).isEqualTo(Severity.WARNING);
      assertThat(leaked.reader().pid()).isEqualTo(child.pid());
      assertThat(leaked.processes())
          .singleElement()
          .satisfies(p -> {
            assertThat(p.command()).isEqualTo("sleep 1000");
            assertThat(p.parent()).isNotEqualTo(child.pid());
          });
      assertThat(leaked.toString())
          .contains(
              leaked.processes().getFirst().pid()
                  + " (sleep 1000) holds the write end at descriptor 1")
          .contains("→ Start the background process with its output elsewhere");
    }
  }

  @Test
  void aReaderThatHoldsTheEndItselfIsToldSo() throws Exception {
    String script =
        """
        import os, subprocess
        r, w = os.pipe()
        subprocess.run(["echo", "done"], stdout=w)
        while os.read(r, 100):
            pass
        """;
    try (Child child = Scripts.python(script).stdin(Redirect.nothing()).start()) {
      LeakedWriteEnd leaked = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(leaked.why()).isEqualTo(LeakReason.ITSELF.words());
      assertThat(leaked.severity()).isEqualTo(Severity.ERROR);
      assertThat(leaked.toString())
          .contains("the reader itself holds a write end, so the end of file cannot come");
    }
  }

  @Test
  void aForgottenParentIsTold() throws Exception {
    String script =
        """
        import os, subprocess
        r, w = os.pipe()
        cat = subprocess.Popen(["cat"], stdin=r)
        subprocess.run(["echo", "done"], stdout=w)
        cat.wait()
        """;
    try (Child child = Scripts.python(script).stdout(Redirect.nothing()).start()) {
      LeakedWriteEnd leaked = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(leaked.why()).isEqualTo(LeakReason.WAITS_FOR_READER.words());
      assertThat(leaked.severity()).isEqualTo(Severity.ERROR);
      assertThat(leaked.reader().command()).isEqualTo("cat");
      assertThat(leaked.processes()).extracting(ProcessState::pid).containsExactly(child.pid());
      assertThat(Diagnoses.provedDeadlock(child).cause()).isEqualTo(DeadlockCause.UNENDED.words());
    }
  }

  @Test
  void anUnrelatedChildThatGotTheEndByAccidentIsNamed() throws Exception {
    String script =
        """
        import os, subprocess, sys
        r, w = os.pipe()
        os.set_inheritable(w, True)
        subprocess.Popen(["cat"], stdin=r, stdout=subprocess.DEVNULL)
        subprocess.Popen(["sleep", "1000"], close_fds=False, stdout=subprocess.DEVNULL)
        os.close(w)
        sys.stdin.read()
        """;
    try (Child child = Scripts.python(script).piped().start()) {
      LeakedWriteEnd leaked =
          Diagnoses.until(
              child, LeakedWriteEnd.class, h -> h.why().equals(LeakReason.LEAKED.words()));
      assertThat(leaked.reader().command()).isEqualTo("cat");
      assertThat(leaked.processes())
          .singleElement()
          .satisfies(p -> assertThat(p.command()).isEqualTo("sleep 1000"));
      assertThat(leaked.remedy()).contains("close-on-exec");
    }
  }
}
