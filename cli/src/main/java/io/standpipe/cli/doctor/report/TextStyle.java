package io.standpipe.cli.doctor.report;

import io.standpipe.doctor.Severity;

/** How text is emphasised: by colours on a terminal, not at all elsewhere. */
public enum TextStyle {
  /** Text without emphasis. */
  PLAIN,
  /** Text with the control sequences of ECMA-48. */
  COLOURED;

  String bold(String text) {
    return painted(text, "1");
  }

  String faint(String text) {
    return painted(text, "2");
  }

  /** Text in the colour of a severity. */
  String of(Severity severity, String text) {
    return switch (severity) {
      case ERROR -> painted(text, "1;31"); // red
      case WARNING -> painted(text, "1;33"); // yellow
      case INFORMATION -> painted(text, "36"); // cyan
    };
  }

  private String painted(String text, String codes) {
    return this == PLAIN || text.isEmpty() ? text : "\033[" + codes + "m" + text + "\033[0m";
  }
}
