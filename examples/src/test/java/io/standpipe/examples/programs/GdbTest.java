package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import io.standpipe.conversation.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** gdb through its machine interface: tokens, records, and a prompt after each answer. */
class GdbTest {
  private static final String PROMPT = "(gdb) ";

  @Test
  void everyExpressionIsAnsweredUnderItsToken() throws Exception {
    try (Child gdb = Programs.of("gdb", "--interpreter=mi", "-nx", "-q").piped().start();
        Conversation talk = Conversation.with(gdb, Programs.LINES)) {
      talk.expect(PROMPT + "\n");
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        boolean wrong = i % 10 == 9;
        String result = ask(talk, i + "-data-evaluate-expression " + (wrong ? "x" : i + "*" + i));
        if (wrong) {
          assertThat(result).startsWith(i + "^error,msg=\"No symbol");
        } else {
          assertThat(result).isEqualTo(i + "^done,value=\"" + i * i + '"');
        }
      }
      assertThat(talk.ask("-gdb-exit")).isEqualTo("^exit");
      assertThat(gdb.await(Programs.LIMIT)).contains(new ExitStatus.Exited(0));
    }
  }

  /** The one result record among all that gdb writes. */
  private static String ask(Conversation talk, String command) throws Exception {
    List<String> records = talk.askUntil(command, PROMPT::equals, Programs.LIMIT);
    List<String> results = records.stream().filter(r -> r.matches("\\d+\\^.*")).toList();
    assertThat(results).as("%s", records).hasSize(1);
    return results.getFirst();
  }
}
