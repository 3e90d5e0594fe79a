package io.standpipe.doctor;

import java.util.List;
import java.util.Set;

/** Tells what this user sees of a process, its memory too, and the diagnosis that concerns it. */
public final class Foreign {
  private Foreign() {}

  /** A pid. */
  public static void main(String... words) {
    long pid = Long.parseLong(words[0]);
    Diagnosis diagnosis = Diagnosis.of(Set.of(pid));
    ProcessState seen = diagnosis.snapshot().process(pid).orElseThrow();
    System.out.printf("visible %b, threads %d%n", seen.visible(), seen.threads().size());
    try (Memory memory = Memory.of(pid).orElse(null)) {
      List<GlibcStreams.Pending> unflushed = GlibcStreams.of(pid);
      System.out.printf("memory %b, unflushed %d%n", memory != null, unflushed.size());
    }
    diagnosis.snapshot().limits().forEach(System.out::println);
    diagnosis.findings().forEach(System.out::println);
  }
}
