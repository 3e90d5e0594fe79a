package io.standpipe.cli.link;

import io.standpipe.Child;
import io.standpipe.Job;
import io.standpipe.internal.text.Escaping;
import java.util.List;

/**
 * A started program of a link.
 *
 * @param side {@code A}, the program given first, or {@code B}
 * @param pid its process id
 * @param program its first word as it was given
 * @param label its name in a transcript: without the folder, and with the pid if both programs have
 *     the same name
 */
record LinkedProgram(String side, long pid, String program, String label) {

  /** Both programs, their labels padded to the same length. */
  static List<LinkedProgram> of(Job job) {
    Child a = job.children().getFirst();
    Child b = job.children().getLast();
    boolean alike = shortName(a).equals(shortName(b));
    String labelA = alike ? withPid(a) : shortName(a);
    String labelB = alike ? withPid(b) : shortName(b);
    int width = Math.max(labelA.length(), labelB.length());
    return List.of(linked("A", a, labelA, width), linked("B", b, labelB, width));
  }

  private static LinkedProgram linked(String side, Child child, String label, int width) {
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
    return Escaping.printable(child.words().getFirst());
  }
}
