package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Computes many terms with one bc, which is started once. */
public final class Calculator {
  private Calculator() {}

  /** The value of each term, or bc's error. */
  // @start region="compute"
  public static List<String> compute(List<String> terms) throws IOException {
    // Long numbers stay on one line, and errors come in place of answers.
    Command bc = Command.of("bc", "-q").env("BC_LINE_LENGTH", "0").stderr(Redirect.sameAs(1));
    var values = new ArrayList<String>();
    try (Child child = bc.piped().start();
        var talk =
            Conversation.with(child, ConversationOptions.lines().limit(Duration.ofSeconds(5)))) {
      for (String term : terms) {
        values.add(talk.ask(term));
      }
    }
    return values;
  }
  // @end
}
