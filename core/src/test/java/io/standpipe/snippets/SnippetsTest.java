package io.standpipe.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.conversation.Conversation;
import io.standpipe.fifo.FifoServer;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows does what it says there. */
class SnippetsTest {
  @Test
  void readReturnsTheCommit(@TempDir Path repository) throws Exception {
    Command git =
        Command.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .directory(repository);
    git.args("init", "--quiet").run();
    git.args("commit", "--quiet", "--allow-empty", "--message", "first").run();

    assertThat(CommandSnippets.commit(repository)).matches("[0-9a-f]{40}|[0-9a-f]{64}");
  }

  @Test
  void captureTellsFoundFromNotFound() throws Exception {
    assertThat(CommandSnippets.contains("standpipe\n", "pipe")).isTrue();
    assertThat(CommandSnippets.contains("standpipe\n", "fifo")).isFalse();
  }

  @Test
  void theFifoServerAnswersItsClient(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("q");
    try (FifoServer server = FifoServerSnippets.serve(path)) {
      assertThat(FifoServerSnippets.ask(path)).isEqualTo("SPAM");
      assertThat(server.answered()).isOne();
    }
  }

  @Test
  void pipelineReturnsTheThreeGreatest() throws Exception {
    assertThat(CommandSnippets.greatest()).isEqualTo("100000\n99999\n99998");
  }

  /** The first two fail at once; the third one works, and comes to the end of its work. */
  @Test
  void aProgramThatFailsIsStartedAgain(@TempDir Path folder) throws Exception {
    String script = "echo x >> \"$0\"; [ \"$(wc -l < \"$0\")\" -gt 2 ] && echo ready && echo done";
    Path starts = folder.resolve("starts");
    Command program = Command.of("sh", "-c", script, starts.toString());
    var said = new ConcurrentLinkedQueue<String>();

    int inARow =
        CommandSnippets.restarts(
            program,
            child -> {
              String line = Framing.lines().reader(child.stdout()).readText();
              if (line == null) {
                throw new IOException("it said nothing");
              }
              said.add(line);
              return false;
            });

    assertThat(inARow).isEqualTo(2);
    assertThat(said).containsExactly("ready");
  }

  @Test
  void linkLetsTheTwoTalk() throws Exception {
    var transcript = new ConcurrentLinkedQueue<String>();

    assertThat(CommandSnippets.dialogue(transcript).isZero()).isTrue();
    // A pipe keeps no boundaries: what one side said may have come in several pieces.
    String said = String.join("", transcript).replaceAll("(?<=[^\n])(asker|calculator): ", "");
    assertThat(said).isEqualTo("asker: 6 * 7\ncalculator: 42\n");
  }

  @Test
  void spawnCrossesTheStreams() throws Exception {
    Output output = Command.self(StdioSnippets.class).capture();

    assertThat(output.errorText()).matches("child [0-9]+ \\(bc\\) answered 42\\R");
    assertThat(output.stdout()).isEmpty();
  }

  @Test
  void conversationsAskAndExpect() throws Exception {
    String script =
        "printf 'login: '; read n; printf 'password: '; read p; echo \"welcome, $n\"; read x";

    assertThat(ConversationSnippets.ask()).isEqualTo("42");
    assertThat(ConversationSnippets.expect(Command.shell(script)))
        .startsWith("bob ")
        .contains("< login: \n> bob\n< password: \n> ***\n< welcome, bob\n");
  }

  @Test
  void conversationsPipelineAndPlay() throws Exception {
    try (Child bc = Command.of("bc").piped().start();
        Conversation talk = Conversation.with(bc)) {
      assertThat(ConversationSnippets.pipelined(talk, List.of("1 + 1", "2 + 2")))
          .containsExactly("2", "4");
      assertThat(ConversationSnippets.script(talk)).isEmpty();
    }
  }

  @Test
  void anExchangeReturnsEachAnswerWithItsQuestion() throws Exception {
    assertThat(ConversationSnippets.exchange(List.of("1 + 1", "6 * 7")))
        .containsExactly("1 + 1 = 2", "6 * 7 = 42");
  }

  @Test
  void theResponderAnswers() throws Exception {
    Command responder = Command.self(ResponderSnippets.class);

    assertThat(responder.input("spam\n").read()).isEqualTo("got spam");
  }

  @Test
  void mergedTellsWhatCameFromWhere() throws Exception {
    Command build = Command.shell("echo compiling; sleep 0.05; echo 'a warning' >&2");

    assertThat(FramingSnippets.merged(build))
        .containsExactly("output: compiling", "error: a warning");
  }
}
