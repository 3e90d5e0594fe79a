package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An interactive grader: one program plays, another judges each move, with a limit on each. */
public final class Grader {
  private Grader() {}

  /**
   * Lets the programs play until the player is done. In the transcript the player is {@code >} and
   * the judge {@code <}.
   */
  // @start region="grade"
  public static Transcript grade(Command player, Command judge) throws IOException {
    ConversationOptions options =
        ConversationOptions.lines().limit(Duration.ofSeconds(2)); // for each move
    try (Child one = player.piped().start();
        Child two = judge.piped().start();
        var moves = Conversation.with(one, options.overallLimit(Duration.ofSeconds(60)));
        var verdicts = Conversation.with(two, options.transcript(1_000_000))) {
      Optional<String> move = moves.receive();
      while (move.isPresent()) {
        moves.send(verdicts.ask(move.get()));
        move = moves.receive();
      }
      return verdicts.transcript();
    }
  }
  // @end
}
