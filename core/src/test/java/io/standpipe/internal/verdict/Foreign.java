package io.standpipe.internal.verdict;

import io.standpipe.internal.proc.GlibcStreams;
import io.standpipe.internal.proc.SeenProcess;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Tells what this user sees of a process, its memory too, and the diagnosis that concerns it. */
public final class Foreign {
  private Foreign() {}

  /** A pid. */
  public static void main(String... words) {
    long pid = Long.parseLong(words[0]);
    FullDiagnosis diagnosis = Examination.of(Set.of(pid), List::of);
    SeenProcess seen = diagnosis.snapshot().seenProcess(pid).orElseThrow();
    System.out.printf("visible %b, threads %d%n", seen.visible(), seen.threads().size());
    System.out.printf("memory %b, unflushed %d%n", canRead(pid), GlibcStreams.of(pid).size());
    diagnosis.snapshot().limits().forEach(System.out::println);
    diagnosis.findings().forEach(System.out::println);
  }

  /** The kernel checks at the open, and not by the file's mode. */
  private static boolean canRead(long pid) {
    try {
      new FileInputStream("/proc/" + pid + "/mem").close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
