package io.standpipe.internal.verdict;

import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.proc.SnapshotReader;

/** Takes snapshots, and tells how many milliseconds the fastest took, and what it saw. */
public final class Looks {
  private Looks() {}

  /** How many. */
  public static void main(String... words) {
    long fastest = Long.MAX_VALUE;
    Snapshot last = SnapshotReader.read();
    for (int i = 0; i < Integer.parseInt(words[0]); i++) {
      long start = System.nanoTime();
      last = SnapshotReader.read();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    long ends = last.channels().stream().mapToLong(c -> c.holders().size()).sum();
    System.out.printf("%d %d %d%n", fastest / 1_000_000, last.processes().size(), ends);
  }
}
