package io.standpipe.cli.doctor.page;

import io.standpipe.cli.doctor.view.DiagnosisView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * The whole page. It contains everything that it needs and forbids itself to use a network.
 * Graphviz, compiled to JavaScript, draws the graphs in the browser.
 *
 * @param html the page
 * @param policy its content security policy, for the header of that name; the page contains it too,
 *     because a file has no headers
 */
public record HtmlPage(String html, String policy) {
  private static final String VIZ = "/META-INF/resources/webjars/viz.js/2.1.2/";
  private static final int NONCE = 16;

  /** A page for a file, which does not change. */
  public static HtmlPage still(DiagnosisView view) {
    return of(view, Duration.ZERO, "'none'");
  }

  /** A page to serve, which asks its server for a new look once per interval. */
  static HtmlPage live(DiagnosisView view, Duration interval) {
    return of(view, interval, "'self'");
  }

  private static HtmlPage of(DiagnosisView view, Duration interval, String connect) {
    byte[] random = new byte[NONCE];
    new SecureRandom().nextBytes(random);
    String nonce = Base64.getEncoder().encodeToString(random);
    String policy =
        "default-src 'none'; script-src 'nonce-%1$s'; style-src 'nonce-%1$s'; connect-src %2$s; base-uri 'none'; form-action 'none'"
            .formatted(nonce, connect);
    return new HtmlPage(html(view, interval, nonce, policy), policy + "; frame-ancestors 'none'");
  }

  private static String html(DiagnosisView view, Duration interval, String nonce, String policy) {
    var html = new HtmlBuilder();
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "referrer", "content", "no-referrer").line();
    html.element("title", HtmlPageBody.verdict(view) + " – standpipe doctor").line();
    html.open("style", "nonce", nonce).raw(resource("page.css")).close("style").line();
    html.close("head").line();
    html.open("body", "data-interval-millis", Long.toString(interval.toMillis())).line();
    html.open("header").element("h1", "standpipe doctor").close("header").line();
    html.element(
        "p",
        "Standpipe no longer answers. This page shows its last look.",
        "id",
        "lost",
        "role",
        "alert",
        "hidden",
        "");
    html.element("p", "", "id", "told", "class", "unseen", "role", "status");
    html.raw(HtmlPageBody.of(view));
    html.open("footer", "class", "note")
        .text(
            "Drawn by Graphviz (graphviz.org, Eclipse Public License 1.0), compiled as Viz.js (MIT).")
        .close("footer")
        .line();
    for (String script : new String[] {VIZ + "viz.js", VIZ + "full.render.js", "page.js"}) {
      html.open("script", "nonce", nonce).raw(resource(script)).close("script").line();
    }
    return html.close("body").close("html").line().toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
