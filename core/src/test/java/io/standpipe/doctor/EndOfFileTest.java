package io.standpipe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends of file that do not come, and who holds them back. */
@Tag("doctor")
@Tag("pitfall-6")
class EndOfFileTest {
  /** A reader, and a writer that is gone and has left somebody behind. */
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
      LeakedWriteEnd held = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(held.why()).isEqualTo(LeakedWriteEnd.Why.LEFT_BEHIND);
      assertThat(held.severity()).isEqualTo(Severity.WARNING);
      assertThat(held.reader().pid()).isEqualTo(child.pid());
      assertThat(held.processes())
          .singleElement()
          .satisfies(p -> {
            assertThat(p.command()).isEqualTo("sleep 1000");
            assertThat(p.info().parent()).isNotEqualTo(child.pid());
          });
      assertThat(held.toString())
          .contains(
              held.processes().getFirst().pid()
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
      LeakedWriteEnd held = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(held.why()).isEqualTo(LeakedWriteEnd.Why.ITSELF);
      assertThat(held.severity()).isEqualTo(Severity.ERROR);
      assertThat(held.toString())
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
      LeakedWriteEnd held = Diagnoses.until(child, LeakedWriteEnd.class, h -> true);
      assertThat(held.why()).isEqualTo(LeakedWriteEnd.Why.WAITS_FOR_READER);
      assertThat(held.severity()).isEqualTo(Severity.ERROR);
      assertThat(held.reader().command()).isEqualTo("cat");
      assertThat(held.processes()).extracting(ProcessState::pid).containsExactly(child.pid());
      assertThat(Diagnoses.provedDeadlock(child).cause()).isEqualTo(Deadlock.Cause.UNENDED);
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
      LeakedWriteEnd held =
          Diagnoses.until(child, LeakedWriteEnd.class, h -> h.why() == LeakedWriteEnd.Why.LEAKED);
      assertThat(held.reader().command()).isEqualTo("cat");
      assertThat(held.processes())
          .singleElement()
          .satisfies(p -> assertThat(p.command()).isEqualTo("sleep 1000"));
      assertThat(held.remedy()).contains("close-on-exec");
    }
  }
}
