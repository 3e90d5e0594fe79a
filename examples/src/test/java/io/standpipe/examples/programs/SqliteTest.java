package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** sqlite3 answers with one line per row, so each question marks where its answer ends. */
class SqliteTest {
  private static final String END = "-- end --";

  @Test
  void everyRowComesBackAsItWasPutIn() throws Exception {
    try (Child sqlite = sqlite().start();
        Conversation shell = Conversation.with(sqlite, Programs.LINES)) {
      assertThat(ask(shell, "create table t (n integer primary key, s text);")).isEmpty();
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        String text = "it''s ≥ " + i + " 😀";
        assertThat(ask(shell, "insert into t values (" + i + ", '" + text + "');")).isEmpty();
        String row = i + "|" + text.replace("''", "'");
        assertThat(ask(shell, "select * from t where n = " + i + ";")).containsExactly(row);
      }
    }
  }

  @Test
  void answersMayHaveAnyNumberOfLines() throws Exception {
    try (Child sqlite = sqlite().start();
        Conversation shell = Conversation.with(sqlite, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        String numbers =
            "with recursive c(n) as (select 1 union all select n + 1 from c) select n from c limit ";
        assertThat(ask(shell, numbers + i + ";"))
            .isEqualTo(IntStream.rangeClosed(1, i).mapToObj(Integer::toString).toList());
      }
    }
  }

  @Test
  void anErrorIsAnAnswerAndTheNextOneIsNotMixedUpWithIt() throws Exception {
    try (Child sqlite = sqlite().stderr(Redirect.sameAs(1)).start();
        Conversation shell = Conversation.with(sqlite, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i += 2) {
        assertThat(String.join("\n", ask(shell, "select nothing" + i + ";")))
            .contains("no such column: nothing" + i);
        assertThat(ask(shell, "select " + i + ";")).containsExactly(Integer.toString(i));
      }
    }
  }

  /** The mark is on a line of its own, because an error skips the rest of its line. */
  private static List<String> ask(Conversation shell, String sql) throws Exception {
    shell.send(sql);
    shell.send(".print '" + END + "'");
    List<String> rows = new ArrayList<>();
    String line = shell.receive().orElseThrow();
    while (!line.equals(END)) {
      rows.add(line);
      line = shell.receive().orElseThrow();
    }
    return rows;
  }

  private static Command sqlite() {
    return Programs.of("sqlite3", "-batch", "-init", "/dev/null", ":memory:").piped();
  }
}
