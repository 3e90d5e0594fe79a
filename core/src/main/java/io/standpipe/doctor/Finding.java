package io.standpipe.doctor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that is wrong, or worth knowing, with the evidence for it and one sentence on what to
 * do. {@code toString} gives its {@link #report}.
 */
public sealed interface Finding
    permits Deadlock, Unflushed, LeakedWriteEnd, FullPipe, SmallPipe, Bottleneck, NobodyListens {
  /** How much it matters. */
  Severity severity();

  /** The processes that it is about. */
  Set<Long> pids();

  /** What is wrong, in one line. */
  String summary();

  /** What was seen: one line each. */
  List<String> evidence();

  /** What to do about it: one sentence. */
  String remedy();

  /** All of it as text: the summary, the evidence indented, the remedy behind an arrow. */
  default String report() {
    String seen = evidence().stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    return severity() + ": " + summary() + "\n" + seen + "  → " + remedy();
  }
}
