package io.standpipe.cli.link;

import io.standpipe.Child;
import io.standpipe.Job;
import io.standpipe.Link;
import io.standpipe.cli.text.Printable;
import java.util.Map;

/**
 * One side of a link, once started.
 *
 * @param side {@code A}, the program given first, or {@code B}
 * @param pid its process id
 * @param program as it was given
 * @param label what a transcript calls it: its short name, with the pid where both have the same
 */
record LinkedProgram(String side, long pid, String program, String label) {

  /** A and B, their labels equally long. */
  static Map<Link.Side, LinkedProgram> of(Job job) {
    Child a = job.children().getFirst();
    Child b = job.children().getLast();
    boolean alike = shortName(a).equals(shortName(b));
    String labelA = alike ? withPid(a) : shortName(a);
    String labelB = alike ? withPid(b) : shortName(b);
    int width = Math.max(labelA.length(), labelB.length());
    return Map.of(
        Link.Side.FIRST, speaker("A", a, labelA, width),
        Link.Side.SECOND, speaker("B", b, labelB, width));
  }

  private static LinkedProgram speaker(String side, Child child, String label, int width) {
    String padded = label + " ".repeat(width - label.length());
    return new LinkedProgram(side, child.pid(), program(child), padded);
  }

  private static String withPid(Child child) {
    return shortName(child) + "[" + child.pid() + "]";
  }

  private static String shortName(Child child) {
    String program = program(child);
    return program.substring(program.lastIndexOf('/') + 1);
  }

  private static String program(Child child) {
    return Printable.text(child.words().getFirst());
  }
}
