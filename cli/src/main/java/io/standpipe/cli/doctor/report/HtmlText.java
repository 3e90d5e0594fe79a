package io.standpipe.cli.doctor.report;

/** Escapes text for HTML and XML. */
public final class HtmlText {
  private HtmlText() {}

  /** {@code text} with named entities for the characters that have a meaning in HTML or XML. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
