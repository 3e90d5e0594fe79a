package io.standpipe.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why programs have stopped talking, as far as it can be seen from outside: from {@link
 * io.standpipe.Doctor#examine()}, {@link io.standpipe.Job#diagnose} or {@link
 * io.standpipe.Child#diagnose}.
 *
 * <p>{@code toString} gives every finding in full, and then what could not be seen.
 */
public interface Diagnosis {
  /** What was seen. */
  Snapshot snapshot();

  /** What is wrong, or worth knowing. What matters most comes first. */
  List<Finding> findings();

  /**
   * A copy without the text that programs hold back in their buffers, which may be secret; see
   * {@link Unflushed#text}. Commands and paths stay: every process of this user can read them in
   * /proc.
   */
  Diagnosis withoutText();

  /** The worst that was found; {@link Severity#INFORMATION} if nothing was found. */
  default Severity severity() {
    return findings().stream()
        .map(Finding::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  /**
   * What is wrong in one line: the worst two findings above {@link Severity#INFORMATION}; empty if
   * there is none.
   */
  default Optional<String> summary() {
    String worst =
        findings().stream()
            .filter(f -> f.severity() != Severity.INFORMATION)
            .limit(2)
            .map(Finding::summary)
            .collect(Collectors.joining("; "));
    return Optional.of(worst).filter(text -> !text.isEmpty());
  }
}
