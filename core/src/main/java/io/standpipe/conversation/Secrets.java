package io.standpipe.conversation;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Texts that must not appear in a transcript or an error. Safe from any thread. */
final class Secrets {
  private static final String MASK = "***";

  /** The longest first, so that a secret that contains another one is masked as a whole. */
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(String::length).reversed();

  private final CopyOnWriteArrayList<String> all = new CopyOnWriteArrayList<>();

  Secrets(List<String> secrets) {
    secrets.forEach(this::add);
  }

  void add(String secret) {
    if (!secret.isEmpty() && all.addIfAbsent(secret)) {
      all.sort(ORDER);
    }
  }

  String mask(String text) {
    String masked = text;
    for (String secret : all) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /** Masks a text that may continue: half a secret, or more of it, at its end is masked too. */
  String maskUnfinished(String text) {
    String masked = mask(text);
    for (String secret : all) {
      for (int n = secret.length() - 1; 2 * n >= secret.length() && n > 0; n--) {
        if (masked.endsWith(secret.substring(0, n))) {
          return masked.substring(0, masked.length() - n) + MASK;
        }
      }
    }
    return masked;
  }
}
