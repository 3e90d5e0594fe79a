package io.standpipe.children;

import io.standpipe.Command;
import java.util.List;

/** Runs the program that its words are; behind {@code --input}, with the input "input". */
public final class Runs {
  private Runs() {}

  /** The program's name, and its arguments. */
  public static void main(String... words) throws Exception {
    List<String> all = List.of(words);
    if (all.getFirst().equals("--input")) {
      Command.of(all.subList(1, all.size())).input("input").run();
    } else {
      Command.of(all).run();
    }
  }
}
