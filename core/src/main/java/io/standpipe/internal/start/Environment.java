package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A child's environment: this process's own, or an empty one, with changes. Immutable.
 *
 * @param inherits whether it starts from this process's own
 * @param changes names with their values; null removes
 */
public record Environment(boolean inherits, Map<String, @Nullable String> changes) {
  public static final Environment OWN = new Environment(true, Map.of());
  public static final Environment EMPTY = new Environment(false, Map.of());

  /** With one changed; a null value removes it. */
  public Environment with(String name, @Nullable String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "environment variable's name without '=' expected: \"" + name + "\"");
    }
    PathBytes.requireNoNul("environment variable", name);
    PathBytes.requireNoNul("value of environment variable " + name, value == null ? "" : value);
    var next = new LinkedHashMap<String, @Nullable String>(changes);
    next.put(name, value);
    return new Environment(inherits, Collections.unmodifiableMap(next));
  }

  /** The {@code NAME=value} words; null where the child gets this process's own as it is. */
  @Nullable List<String> words(Posix posix) {
    if (inherits && changes.isEmpty()) {
      return null;
    }
    var words = new ArrayList<String>();
    if (inherits) {
      for (String word : posix.environ()) {
        if (!changes.containsKey(nameOf(word))) {
          words.add(word);
        }
      }
    }
    changes.forEach((name, value) -> {
      if (value != null) {
        words.add(name + "=" + value);
      }
    });
    return words;
  }

  /** The value that the child will see. */
  @Nullable String get(Posix posix, String name) {
    if (changes.containsKey(name)) {
      return changes.get(name);
    }
    return inherits ? posix.getenv(name) : null;
  }

  private static String nameOf(String word) {
    int end = word.indexOf('=', 1);
    return end < 0 ? word : word.substring(0, end);
  }
}
