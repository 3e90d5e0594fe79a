package io.standpipe.cli.doctor.page;

import io.standpipe.cli.doctor.report.HtmlText;

/**
 * Builds HTML. Text and attribute values are escaped here and nowhere else, so that no call can
 * forget it.
 */
public final class HtmlBuilder {
  private final StringBuilder html = new StringBuilder();

  /**
   * Opens an element.
   *
   * @param name its name
   * @param attributes names and values in turn
   */
  HtmlBuilder open(String name, String... attributes) {
    html.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      html.append(HtmlText.escaped(attributes[i + 1])).append('"');
    }
    html.append('>');
    return this;
  }

  HtmlBuilder text(String text) {
    html.append(HtmlText.escaped(text));
    return this;
  }

  HtmlBuilder close(String name) {
    html.append("</").append(name).append('>');
    return this;
  }

  /** Adds an element that contains text. */
  HtmlBuilder element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close(name);
  }

  /** Adds trusted text without escaping it: a script, or a style sheet. */
  HtmlBuilder raw(String trusted) {
    html.append(trusted);
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
