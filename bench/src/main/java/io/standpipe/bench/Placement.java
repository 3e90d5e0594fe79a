package io.standpipe.bench;

/** On which processors a contender and its children run. */
enum Placement {
  /** Wherever the scheduler puts them. */
  FREE(""),
  /** All on one: a turn costs no wake-up across processors. A JVM then sees one processor only. */
  ONE_CPU("one processor");

  final String label;

  Placement(String label) {
    this.label = label;
  }
}
