package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line in the exact form {@code Parent 1292 got "Spam 003" at 968370014.319}.
 *
 * @param pid the parent's pid
 * @param text what the parent got
 * @param seconds the time since the epoch
 */
record Got(long pid, String text, double seconds) {
  private static final Pattern FORM =
      Pattern.compile("Parent ([0-9]+) got \"(.*)\" at ([0-9]+\\.[0-9]{3})");

  static Got parse(String line) {
    Matcher matcher = FORM.matcher(line);
    assertThat(line).matches(FORM);
    matcher.matches();
    return new Got(
        Long.parseLong(matcher.group(1)), matcher.group(2), Double.parseDouble(matcher.group(3)));
  }
}
