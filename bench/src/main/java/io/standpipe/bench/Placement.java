package io.standpipe.bench;

/** The processors on which a contender and its children run. */
enum Placement {
  /** Wherever the scheduler puts them. */
  FREE(""),
  /** All on one, so that no turn wakes another processor. A JVM then sees only one processor. */
  ONE_CPU("one processor");

  final String label;

  Placement(String label) {
    this.label = label;
  }
}
