package io.standpipe.cli.doctor.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
class HtmlPageTest {
  @TempDir private Path folder;

  private String shown(DiagnosisView view) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("page.html"), HtmlPage.still(view).html());
    return Chromium.elements(folder.resolve("profile"), file.toUri().toString());
  }

  private static DiagnosisView own() {
    return DiagnosisView.now(new ViewScope(Set.of(ProcessHandle.current().pid()), false, true));
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  void aRingOfThreeIsDrawnAsARingWithItsWaitsMarked() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 3)) {
      DiagnosisView view = scene.await(DiagnosisView::hasDeadlock);

      String shown = shown(view);

      assertThat(shown).contains("data-drawn=\"true\"", "data-engine=\"circo\"");
      assertThat(shown)
          .containsPattern("<svg [^>]*role=\"img\" aria-label=\"Graph of \\d+ \\(cat\\) ");
      assertThat(count(shown, "<g id=\"node\\d+\" class=\"node process warning\">")).isEqualTo(3);
      assertThat(count(shown, "<g id=\"node\\d+\" class=\"node channel\">")).isEqualTo(3);
      assertThat(count(shown, "<g id=\"edge\\d+\" class=\"edge tie waits warning\">")).isEqualTo(3);
      assertThat(count(shown, "<g id=\"edge\\d+\" class=\"edge tie\">")).isEqualTo(3);
      assertThat(count(shown, "<text [^>]*>waits to read</text>")).isEqualTo(3);
      assertThat(count(shown, "<text [^>]*>empty</text>")).isEqualTo(3);
      assertThat(shown)
          .contains(
              "<h2 class=\"verdict warning\">Deadlock, likely: 3 processes wait for each other")
          .contains("<p class=\"remedy\">Flush each message before waiting for the answer");
    }
  }

  @Test
  void aFullPipeHasAFullBar() throws Exception {
    try (ShellScene scene = ShellScene.of(folder, "yes | sleep 1000")) {
      DiagnosisView view =
          scene.await(
              p -> p.groups().stream().flatMap(g -> g.channels().stream()).anyMatch(c -> c.full()));

      String shown = shown(view);

      assertThat(shown).containsPattern("<g id=\"node\\d+\" class=\"node channel full\">");
      // The bar is full width, without a part for free room.
      assertThat(count(shown, "<polygon fill=\"#4a7bd0\"")).isEqualTo(1);
      assertThat(count(shown, "<polygon fill=\"#dde1e7\"")).isZero();
    }
  }

  @Test
  void whateverAProgramIsCalledIsShownAndNotRun() throws Exception {
    String name = "</script><img src=x onerror=\"document.title=77\">&amp;\\\"--><b>";
    try (ShellScene scene =
        ShellScene.of(
            folder, "f='" + name.replace("/", "") + "'; mkfifo \"$f\"; exec cat <\"$f\"")) {
      DiagnosisView view = scene.await(p -> !p.diagnosis().findings().isEmpty());

      String shown = shown(view);

      assertThat(shown).contains("class=\"node process information\"", "&lt;img src=x onerror=");
      assertThat(shown).doesNotContain("<img", "<title>77");
    }
  }

  @Test
  void itNeedsAndMayUseNoNetwork() throws Exception {
    String html = HtmlPage.still(own()).html();

    assertThat(html).contains("default-src &#39;none&#39;;", "connect-src &#39;none&#39;;");
    // Except addresses in comments of the script, such as licences, which the page never loads.
    String ours = html.substring(0, html.indexOf("<script"));
    assertThat(ours).doesNotContain("src=\"", "href=", "url(", "@import", "http:", "https:");
    assertThat(html).doesNotContain("<script src");
  }

  @Test
  void eachPageHasANonceOfItsOwn() {
    DiagnosisView view = own();

    assertThat(HtmlPage.still(view).policy()).isNotEqualTo(HtmlPage.still(view).policy());
  }
}
