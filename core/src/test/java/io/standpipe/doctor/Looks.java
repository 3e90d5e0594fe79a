package io.standpipe.doctor;

/** Takes snapshots, and tells how many milliseconds the fastest took, and what it saw. */
public final class Looks {
  private Looks() {}

  /** How many. */
  public static void main(String... words) {
    long fastest = Long.MAX_VALUE;
    Snapshot last = Snapshot.take();
    for (int i = 0; i < Integer.parseInt(words[0]); i++) {
      long start = System.nanoTime();
      last = Snapshot.take();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    long ends = last.channels().stream().mapToLong(c -> c.holders().size()).sum();
    System.out.printf("%d %d %d%n", fastest / 1_000_000, last.processes().size(), ends);
  }
}
