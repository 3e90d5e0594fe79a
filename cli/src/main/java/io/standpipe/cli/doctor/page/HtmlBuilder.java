package io.standpipe.cli.doctor.page;

/**
 * Elements of a page, one after the other. Texts and values of attributes are escaped here and
 * nowhere else, so that none can be forgotten.
 */
public final class HtmlBuilder {
  private final StringBuilder html = new StringBuilder();

  /** What has a meaning in HTML, and in XML too, by its name. */
  public static String escaped(String text) {
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
  HtmlBuilder open(String name, String... attributes) {
    html.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      html.append(escaped(attributes[i + 1])).append('"');
    }
    html.append('>');
    return this;
  }

  HtmlBuilder text(String text) {
    html.append(escaped(text));
    return this;
  }

  HtmlBuilder close(String name) {
    html.append("</").append(name).append('>');
    return this;
  }

  /** A whole element with a text in it. */
  HtmlBuilder element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close(name);
  }

  /** Ours, and meant as it is: a script, a style sheet. */
  HtmlBuilder raw(String own) {
    html.append(own);
    return this;
  }

  HtmlBuilder line() {
    html.append('\n');
    return this;
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
