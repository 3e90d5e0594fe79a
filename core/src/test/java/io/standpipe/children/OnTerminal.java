package io.standpipe.children;

import io.standpipe.Command;
import java.util.List;

/** Runs the program that its words are on a terminal of its own, and prints what it wrote. */
public final class OnTerminal {
  private OnTerminal() {}

  /** The program's name, and its arguments. */
  public static void main(String... words) throws Exception {
    System.out.println(Command.of(List.of(words)).terminal().read());
  }
}
