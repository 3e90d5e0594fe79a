package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A debugger by its machine interface. */
public final class Debugger {
  private Debugger() {}

  /** What gdb makes of each expression, in the terms of a program. */
  // @start region="evaluate"
  public static List<String> evaluate(Path program, List<String> expressions) throws IOException {
    Command gdb = Command.of("gdb", "--interpreter=mi", "-nx", "-q", program.toString());
    var results = new ArrayList<String>();
    try (Child child = gdb.piped().start();
        var talk = Conversation.with(child)) {
      talk.expect("(gdb) \n"); // behind what it says of itself
      for (String expression : expressions) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"");
        results.add(result(talk, "-data-evaluate-expression \"" + quoted + '"'));
      }
    }
    return results;
  }

  /** Of the lines up to the prompt the one that answers: {@code ^done} or {@code ^error}. */
  private static String result(Conversation talk, String command) throws IOException {
    return talk.askUntil(command, "(gdb) "::equals).stream()
        .filter(line -> line.startsWith("^"))
        .findFirst()
        .orElseThrow(() -> new IOException("no result of " + command));
  }
  // @end
}
