package io.standpipe.cli.doctor;

/**
 * Elements of a page, one after the other. Texts and values of attributes are escaped here and
 * nowhere else, so that none can be forgotten.
 */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /** What has a meaning in HTML, and in XML too, by its name. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * Begins an element.
   *
   * @param name its name
   * @param attributes names and values in turn
   */
  Html open(String name, String... attributes) {
    html.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      html.append(escaped(attributes[i + 1])).append('"');
    }
    html.append('>');
    return this;
  }

  Html text(String text) {
    html.append(escaped(text));
    return this;
  }

  Html close(String name) {
    html.append("</").append(name).append('>');
    return this;
  }

  /** A whole element with a text in it. */
  Html element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close(name);
  }

  /** Ours, and meant as it is: a script, a style sheet. */
  Html raw(String own) {
    html.append(own);
    return this;
  }

  Html line() {
    html.append('\n');
    return this;
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
