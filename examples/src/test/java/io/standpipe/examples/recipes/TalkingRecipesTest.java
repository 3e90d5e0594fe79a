package io.standpipe.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.standpipe.Command;
import io.standpipe.conversation.Transcript;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.examples.programs.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes that hold a conversation do what their pages say and print what they show. */
class TalkingRecipesTest {
  @TempDir Path folder;

  @Test
  void calculatorTellsEachValueAndWhatIsWrong() throws Exception {
    Programs.of("bc");
    assertThat(Calculator.compute(List.of("6 * 7", "1 / 0", "2 ^ 100")))
        .satisfiesExactly(
            value -> assertThat(value).isEqualTo("42"),
            error -> assertThat(error).containsIgnoringCase("divide by zero"),
            value -> assertThat(value).isEqualTo("1267650600228229401496703205376"));
  }

  @Test
  void databaseShellGivesTheRowsOfEachStatement() throws Exception {
    Programs.of("sqlite3");
    try (var database = new DatabaseShell(folder.resolve("zoo.db"))) {
      assertThat(database.run("create table zoo (name, legs);")).isEmpty();
      assertThat(database.run("insert into zoo values ('hen', 2), ('newt', 4);")).isEmpty();
      assertThat(database.run("select * from zoo;")).containsExactly("hen|2", "newt|4");
      assertThat(database.run("select wings from zoo;"))
          .first()
          .asString()
          .contains("no such column: wings");
      assertThat(database.run("select count(*) from zoo;")).containsExactly("2");
    }
  }

  @Test
  void debuggerEvaluatesInTheTermsOfAProgram() throws Exception {
    Programs.of("gdb");
    Path source = folder.resolve("zoo.c");
    Files.writeString(source, "int legs[] = {2, 4};\nint main(void) { return legs[0]; }\n");
    Path program = folder.resolve("zoo");
    Programs.of("gcc", "-g", "-o", program.toString(), source.toString()).run();

    assertThat(Debugger.evaluate(program, List.of("legs", "legs[1] * 10", "wings")))
        .containsExactly(
            "^done,value=\"{2, 4}\"",
            "^done,value=\"40\"",
            "^error,msg=\"No symbol \\\"wings\\\" in current context.\"");
  }

  @Test
  void languageServerSaysWhatItCanDo() throws Exception {
    Command server = Programs.fromNpm("bash-language-server", "start");

    JsonNode capabilities = LanguageServer.capabilities(server, folder);

    assertThat(capabilities.get("definitionProvider").asBoolean()).isTrue();
  }

  @Test
  void mcpServerRunsATool() throws Exception {
    Command server = Programs.fromNpm("mcp-server-everything", "stdio");

    assertThat(McpServer.call(server, "get-sum", Map.of("a", 40, "b", 2)))
        .isEqualTo("The sum of 40 and 2 is 42.");
  }

  private static final Command JUDGE =
      Command.shell(
          """
          while read guess; do
            if [ "$guess" -lt 37 ]; then echo higher
            elif [ "$guess" -gt 37 ]; then echo lower
            else echo right; fi
          done
          """);

  @Test
  void graderKeepsOneTranscriptOfTwoPrograms() throws Exception {
    Command player =
        Command.shell(
            """
            low=1 high=100 answer=
            while [ "$answer" != right ]; do
              guess=$(((low + high) / 2))
              echo $guess
              read answer
              case $answer in
                higher) low=$((guess + 1)) ;;
                lower) high=$((guess - 1)) ;;
              esac
            done
            """);

    Transcript transcript = Grader.grade(player, JUDGE);

    assertThat(transcript.text())
        .isEqualTo(
            """
            > 50
            < lower
            > 25
            < higher
            > 37
            < right
            """);
  }

  @Test
  void graderDoesNotWaitForAPlayerThatSaysNothing() {
    assertThatThrownBy(() -> Grader.grade(Command.shell("read answer"), JUDGE))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("timed out after 2s: nothing came");
  }
}
