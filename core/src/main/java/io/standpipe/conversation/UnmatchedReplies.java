package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Shows messages that answer no question to the user's code, and sends back what that returns. */
final class UnmatchedReplies {
  private final ConversationOptions options;
  private final MessageSender sender;

  UnmatchedReplies(ConversationOptions options, MessageSender sender) {
    this.options = options;
    this.sender = sender;
  }

  /** Only where the options recognise answers by a key. */
  void handle(String message) {
    ReplyMatcher matcher = Objects.requireNonNull(options.matcher());
    matcher.handleUnmatched(message).ifPresent(this::send);
  }

  private void send(String reply) {
    try {
      sender.send(writer -> writer.write(reply), reply, Deadline.after(options.limit()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
