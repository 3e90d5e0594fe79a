package io.standpipe.conversation;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the key of a question, and that of its answer, by the same pattern. */
final class PatternMatcher implements ReplyMatcher {
  private final Pattern pattern;

  PatternMatcher(Pattern pattern) {
    this.pattern = Objects.requireNonNull(pattern, "pattern");
  }

  @Override
  public Object questionKey(String question) {
    return key(question)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a question with a key expected: nothing in it matches " + pattern));
  }

  @Override
  public Optional<String> answerKey(String message) {
    return key(message);
  }

  private Optional<String> key(String message) {
    Matcher found = pattern.matcher(message);
    if (!found.find()) {
      return Optional.empty();
    }
    for (int group = 1; group <= found.groupCount(); group++) {
      if (found.group(group) != null) {
        return Optional.of(found.group(group));
      }
    }
    return Optional.of(found.group());
  }

  @Override
  public Optional<String> handleUnmatched(String message) {
    return Optional.empty();
  }
}
