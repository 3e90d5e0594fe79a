package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uses a debugger through its machine interface. */
public final class Debugger {
  private Debugger() {}

  /** The value of each expression in the context of a program. */
  // @start region="evaluate"
  public static List<String> evaluate(Path program, List<String> expressions) throws IOException {
    Command gdb = Command.of("gdb", "--interpreter=mi", "-nx", "-q", program.toString());
    var results = new ArrayList<String>();
    try (Child child = gdb.piped().start();
        var talk = Conversation.with(child)) {
      talk.expect("(gdb) \n"); // after its banner
      for (String expression : expressions) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"");
        results.add(result(talk, "-data-evaluate-expression \"" + quoted + '"'));
      }
    }
    return results;
  }

  /** The result line among the lines up to the prompt: {@code ^done} or {@code ^error}. */
  private static String result(Conversation talk, String command) throws IOException {
    return talk.askUntil(command, "(gdb) "::equals).stream()
        .filter(line -> line.startsWith("^"))
        .findFirst()
        .orElseThrow(() -> new IOException("no result of " + command));
  }
  // @end
}
