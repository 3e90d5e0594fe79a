package io.standpipe.internal.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Texts that must not appear in a message. A secret is masked whole: two that overlap are masked
 * together, and of one with several lines each line is masked, because lines are shown alone. Safe
 * from any thread.
 *
 * <p>{@link #maskKnown} masks the secrets of every command and conversation of this JVM that is
 * still in use: for text from elsewhere that may contain them, such as a command line that the
 * system shows, or what a program wrote. Secrets that only they hold are forgotten with them.
 */
public final class Secrets {
  private static final String MASK = "***";

  /** A shorter line of a secret, such as a brace, is masked only where it is the whole line. */
  private static final int SHORTEST_PART = 4;

  /** Weak keys: what refers to the secrets keeps them known. No class here overrides equals. */
  private static final Map<Secrets, Boolean> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final CopyOnWriteArrayList<String> all = new CopyOnWriteArrayList<>();

  /** Lines of secrets that have several. */
  private final CopyOnWriteArrayList<String> parts = new CopyOnWriteArrayList<>();

  private final CopyOnWriteArrayList<String> shortParts = new CopyOnWriteArrayList<>();

  /** None so far. */
  public Secrets() {}

  public Secrets(List<String> secrets) {
    secrets.forEach(this::add);
  }

  /** Adds one; an empty text is none. */
  public void add(String secret) {
    if (secret.isEmpty() || !all.addIfAbsent(secret)) {
      return;
    }
    List<String> lines = secret.lines().toList();
    if (lines.size() > 1) {
      for (String line : lines) {
        (line.length() < SHORTEST_PART ? shortParts : parts).addIfAbsent(line);
      }
    } else if (!lines.getFirst().equals(secret)) {
      parts.addIfAbsent(lines.getFirst()); // it ends with a line end
    }
    KNOWN.put(this, true);
  }

  /** These and one more; this one is not changed. */
  public Secrets with(String secret) {
    var more = new Secrets(all);
    more.add(secret);
    return more;
  }

  /**
   * To be called by what has kept these secrets known until now; does nothing more. The weak key
   * lasts at least as long as what refers to this method.
   */
  public void release() {}

  public List<String> all() {
    return List.copyOf(all);
  }

  /** The text with every secret in it masked. */
  public String mask(String text) {
    return masked(List.of(this), text, false);
  }

  /**
   * Masks a part of a longer text: also the end of a secret at its beginning, the beginning of one
   * at its end, and a text that is a part of one.
   */
  public String maskPart(String text) {
    return masked(List.of(this), text, true);
  }

  /** Masks the secrets of every command and conversation in use. */
  public static String maskKnown(String text) {
    return masked(known(), text, false);
  }

  /** {@link #maskPart} for the secrets of every command and conversation in use. */
  public static String maskKnownPart(String text) {
    return masked(known(), text, true);
  }

  private static List<Secrets> known() {
    synchronized (KNOWN) {
      return KNOWN.isEmpty() ? List.of() : new ArrayList<>(KNOWN.keySet());
    }
  }

  /** First finds what to hide, all of it in the text as it is: secrets may overlap. */
  private static String masked(List<Secrets> of, String text, boolean part) {
    if (text.isEmpty()) {
      return text;
    }
    var hidden = new BitSet();
    for (Secrets secrets : of) {
      secrets.hide(text, part, hidden);
    }
    return hidden.isEmpty() ? text : shown(text, hidden);
  }

  private void hide(String text, boolean part, BitSet hidden) {
    for (String secret : all) {
      hideAll(text, secret, hidden);
      if (part) {
        hideCut(text, secret, hidden);
      }
    }
    parts.forEach(line -> hideAll(text, line, hidden));
    shortParts.forEach(line -> hideLines(text, line, hidden));
  }

  /** Also those that overlap with themselves: "aba" is twice in "ababa". */
  private static void hideAll(String text, String secret, BitSet hidden) {
    for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      hidden.set(at, at + secret.length());
    }
  }

  private static void hideLines(String text, String line, BitSet hidden) {
    for (int at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
      int end = at + line.length();
      boolean begins = at == 0 || isLineEnd(text.charAt(at - 1));
      boolean ends = end == text.length() || isLineEnd(text.charAt(end));
      if (begins && ends && !line.isEmpty()) {
        hidden.set(at, end);
      }
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static void hideCut(String text, String secret, BitSet hidden) {
    int length = text.length();
    if (secret.contains(text)) {
      hidden.set(0, length);
      return;
    }
    for (int n = Math.min(secret.length(), length) - 1; n > 0; n--) {
      if (text.startsWith(secret.substring(secret.length() - n))) {
        hidden.set(0, n);
        break;
      }
    }
    for (int n = Math.min(secret.length(), length) - 1; n > 0; n--) {
      if (text.endsWith(secret.substring(0, n))) {
        hidden.set(length - n, length);
        break;
      }
    }
  }

  private static String shown(String text, BitSet hidden) {
    var masked = new StringBuilder();
    int at = 0;
    for (int begin; (begin = hidden.nextSetBit(at)) >= 0; at = hidden.nextClearBit(begin)) {
      masked.append(text, at, begin).append(MASK);
    }
    return masked.append(text, at, text.length()).toString();
  }

  /** How many; never which. */
  @Override
  public String toString() {
    return Counts.count(all.size(), "secret", "secrets");
  }
}
