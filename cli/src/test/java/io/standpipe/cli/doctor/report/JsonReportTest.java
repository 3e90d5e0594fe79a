package io.standpipe.cli.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReportTest {
  private static final Path SCHEMA = Path.of("..", "docs", "doctor-schema.json");

  /** Shell lines that produce each kind of finding. */
  private static final Map<String, String> LINES =
      Map.of(
          "Deadlock", "mkfifo a b; cat >b <a & exec cat <b >a",
          "Unflushed", "(echo hello; exec sleep 1000) | tr a-z A-Z | cat",
          "LeakedWriteEnd", "(sleep 1000 & echo done) | cat",
          "FullPipe", "yes | sleep 1000",
          "Bottleneck",
              "yes | sh -c 'while read x; do i=0; while [ $i -lt 9999 ]; do i=$((i+1)); done; done'",
          "NobodyListens", "mkfifo q; exec cat >q");

  @TempDir private Path folder;

  private static void assertValid(String json) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deadlock",
        "Unflushed",
        "LeakedWriteEnd",
        "FullPipe",
        "Bottleneck",
        "NobodyListens"
      })
  void eachKindOfFindingIsAsTheSchemaSays(String kind) throws Exception {
    Class<?> type = Class.forName(Finding.class.getPackageName() + "." + kind);
    try (ShellScene scene = ShellScene.of(folder, LINES.get(kind))) {
      DiagnosisView view =
          scene.await(v -> v.diagnosis().findings().stream().anyMatch(type::isInstance));

      String json = JsonReport.of(view);

      assertValid(json);
      assertThat(json).contains("\"kind\" : \"" + kind + "\"");
    }
  }

  @Test
  void allThatCanBeSeenIsAsTheSchemaSays() throws Exception {
    assertValid(JsonReport.of(DiagnosisView.now(new ViewScope(Set.of(), true, true))));
  }

  @Test
  void theSchemaRefusesWhatItDoesNotKnow() throws Exception {
    String json = JsonReport.of(DiagnosisView.now(new ViewScope(Set.of(), false, true)));

    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    assertThat(schema.validate(json.replace("\"taken\"", "\"token\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void textIsAsciiWhateverIsInIt() throws Exception {
    try (ShellScene scene =
        ShellScene.of(folder, "mkfifo q; exec tee q \"$(printf 'é\\033\\377')\"")) {
      DiagnosisView view = scene.await(p -> !p.diagnosis().findings().isEmpty());

      assertThat(JsonReport.of(view)).contains("\\u00E9\\u001B\\uDCFF").matches("[\n\\x20-\\x7e]+");
    }
  }
}
