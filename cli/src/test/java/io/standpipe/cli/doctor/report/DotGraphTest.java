package io.standpipe.cli.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.cli.Installed;
import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.cli.doctor.view.DiagnosisView;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotGraphTest {
  @TempDir private Path folder;

  /** The SVG drawing that Graphviz makes of the graph. */
  private static String drawn(String dot) throws IOException, InterruptedException {
    Installed.orSkip("dot");
    return Command.of("dot", "-Tsvg").input(dot).read();
  }

  @Test
  void graphvizDrawsARing() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 3)) {
      DiagnosisView view = scene.await(DiagnosisView::hasDeadlock);

      String svg = drawn(new DotGraph(view).toString());

      assertThat(svg.split("class=\"node process warning\"", -1)).hasSize(4);
      assertThat(svg.split("class=\"edge tie waits warning\"", -1)).hasSize(4);
      assertThat(svg.split("class=\"node channel\"", -1)).hasSize(4);
    }
  }

  @Test
  void whateverIsInANameIsTextToGraphviz() throws Exception {
    String name = "\"]; evil [label=<b>&\\";
    try (ShellScene scene =
        ShellScene.of(
            folder,
            "f='"
                + name
                + "'; mkfifo \"$f\"; (sleep 1000; : '<i>&\"\\') >\"$f\" & exec cat <\"$f\"")) {
      DiagnosisView view =
          scene.await(p -> p.groups().stream().anyMatch(g -> g.processes().size() > 1));

      String svg = drawn(new DotGraph(view).toString());

      assertThat(svg)
          .contains("&quot;]; evil [label=&lt;b&gt;&amp;\\")
          .doesNotContain("<title>evil</title>");
    }
  }
}
