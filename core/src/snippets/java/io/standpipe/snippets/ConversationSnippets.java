package io.standpipe.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;
import io.standpipe.conversation.Answer;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Exchange;
import io.standpipe.conversation.ExchangeOptions;
import io.standpipe.conversation.Expected;
import io.standpipe.conversation.Match;
import io.standpipe.conversation.Script;
import io.standpipe.conversation.ScriptDifference;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The code that the documentation of Conversation, Expected and Script shows. */
final class ConversationSnippets {
  private ConversationSnippets() {}

  static String ask() throws IOException {
    // @start region="ask"
    // echo '6 * 7' | bc, and bc goes on
    try (Child bc = Command.of("bc").piped().start();
        Conversation talk = Conversation.with(bc)) {
      String answer = talk.ask("6 * 7", Duration.ofSeconds(2));
      // @end
      return answer;
    }
  }

  static String expect(Command login) throws IOException {
    // @start region="expect"
    ConversationOptions options =
        ConversationOptions.lines().limit(Duration.ofSeconds(10)).transcript(100_000);
    try (Child child = login.terminal(Terminal.cooked().echo(false)).start();
        Conversation talk = Conversation.with(child, options)) {
      talk.expect("login: ");
      talk.send("bob");
      talk.expect("password: ");
      talk.sendSecret("hunter2");
      Match match =
          talk.expect(Expected.regex("welcome, (.*)\\R"), Expected.text("wrong"), Expected.end());
      String name = match.index() == 0 ? match.group(1) : "nobody";
      // @end
      return name + " " + talk.transcript().text();
    }
  }

  static List<String> pipelined(Conversation talk, List<String> questions) throws IOException {
    // @start region="pipelined"
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (String question : questions) {
      answers.add(talk.askAsync(question)); // waits only while the pipe, or the list, is full
    }
    List<String> all = answers.stream().map(CompletableFuture::join).toList();
    // @end
    return all;
  }

  static List<String> exchange(List<String> questions) throws Exception {
    // @start region="exchange"
    // printf '%s\n' "$@" | bc
    List<String> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Child bc = Command.of("bc").piped().start();
        Exchange<String> exchange = Exchange.with(bc, ExchangeOptions.of(Framing.lines()))) {
      Callable<?> sending =
          () -> {
            exchange.sendAll(questions, question -> question.getBytes(UTF_8));
            exchange.finish();
            return null;
          };
      Future<?> sent = threads.submit(sending);
      for (Answer<String> answer; (answer = exchange.receive()) != null; ) {
        answers.add(answer.question() + " = " + new String(answer.message(), UTF_8));
      }
      sent.get();
    }
    // @end
    return answers;
  }

  static Optional<ScriptDifference> script(Conversation talk) throws IOException {
    // @start region="script"
    var script =
        Script.parse(
            """
            # a calculator
            > 6 * 7
            < 42
            > 10 ^ 20
            < /1(0{20})/
            """);
    Optional<ScriptDifference> difference = script.play(talk, Duration.ofSeconds(2));
    // @end
    return difference;
  }
}
