package io.standpipe.internal.verdict;

import io.standpipe.Doctor;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.ProcessState;
import io.standpipe.internal.proc.GlibcStreams;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Set;

/** Tells what this user sees of a process, its memory too, and the diagnosis that concerns it. */
public final class Foreign {
  private Foreign() {}

  /** A pid. */
  public static void main(String... words) {
    long pid = Long.parseLong(words[0]);
    Diagnosis diagnosis = Doctor.examine(Set.of(pid));
    ProcessState seen = diagnosis.snapshot().process(pid).orElseThrow();
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
