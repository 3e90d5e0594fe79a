package io.standpipe.conversation;

import io.standpipe.internal.CheckReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transcript to be played: what to send, and what has to come. A text, with one step a line:
 *
 * {@snippet file="ConversationSnippets.java" region="script"}
 *
 * <p>{@code >} begins a message to send. {@code <} begins the next message as it has to be,
 * exactly; {@code < /…/} holds a regular expression that has to match the whole message. {@code >|}
 * and {@code <|} begin further lines of the same message. Immutable, safe from any thread.
 */
@CheckReturnValue
public final class Script {
  private final List<ScriptStep> steps;

  private Script(List<ScriptStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a script from its text.
   *
   * @throws IllegalArgumentException for a line that does not belong to a script, with its number
   */
  public static Script parse(String text) {
    List<ScriptStep> steps = new ArrayList<>();
    for (ScriptLine line : ScriptLine.parse(text)) {
      switch (line.kind()) {
        case SEND -> steps.add(ScriptStep.sending(line));
        case EXPECT -> steps.add(ScriptStep.expecting(line));
        case COMMENT -> {}
      }
    }
    return new Script(steps);
  }

  /** Reads a script from a file in UTF-8. */
  public static Script load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Makes a script that says again what was said. */
  public static Script of(Transcript transcript) {
    return parse(transcript.text());
  }

  /**
   * Plays the script: sends, and compares what comes, up to the first difference. Blocks until
   * then; does not look at what comes after the last line. It sends on a thread of its own and
   * receives meanwhile, so many messages, and large ones, are no deadlock.
   *
   * @param limit for each message
   * @return the first difference; empty if there is none
   */
  public Optional<ScriptDifference> play(Conversation conversation, Duration limit)
      throws IOException {
    return new ScriptPlayer(steps, conversation, limit, ScriptEnd.open()).play();
  }

  /**
   * Plays the script as a whole conversation: after the last message is sent the other side's input
   * ends, and after the last line no message may come.
   *
   * @param limit for each message
   * @param silence how long the other side has to be silent before its input ends, unless all that
   *     is expected has come: zero except for a terminal, where a program that is just working may
   *     miss the end of its input
   * @return the first difference; empty if there is none
   */
  public Optional<ScriptDifference> playToEnd(
      Conversation conversation, Duration limit, Duration silence) throws IOException {
    return new ScriptPlayer(steps, conversation, limit, ScriptEnd.after(silence)).play();
  }
}
