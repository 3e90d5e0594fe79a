package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.bench.Sample;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a line of 64 bytes through {@code cat} on a terminal and waits until it is back, repeated
 * until the time is over. The child itself sets the terminal raw and without an echo, so that the
 * kernel does the same for all contenders. No two questions are alike, and the whole answer is
 * compared. The start and end of the child are not timed.
 */
final class OnTerminal {
  private static final List<String> CHILD =
      List.of("sh", "-c", "stty raw -echo; echo ready; exec cat");

  static final Map<String, Round> CONTENDERS =
      Map.of("standpipe", OnTerminal::standpipe, "pty4j", OnTerminal::pty4j);

  private OnTerminal() {}

  private interface Asking {
    @Nullable String answer(String question) throws IOException;
  }

  private static Sample standpipe(long millis) throws Exception {
    try (Child cat = Command.of(CHILD).terminal().start()) {
      FrameReader answers = Framing.lines().reader(cat.stdout());
      FrameWriter questions = Framing.lines().writer(cat.stdin());
      require("ready".equals(answers.readText()), "not ready");
      return turns(
          millis,
          question -> {
            questions.write(question);
            return answers.readText();
          });
    }
  }

  private static Sample pty4j(long millis) throws Exception {
    PtyProcess cat = new PtyProcessBuilder(CHILD.toArray(String[]::new)).start();
    try {
      OutputStream questions = cat.getOutputStream();
      var answers = new BufferedReader(new InputStreamReader(cat.getInputStream(), US_ASCII));
      require(answers.readLine().endsWith("ready"), "not ready");
      return turns(
          millis,
          question -> {
            questions.write((question + "\n").getBytes(US_ASCII));
            questions.flush();
            return answers.readLine();
          });
    } finally {
      cat.destroy();
    }
  }

  private static Sample turns(long millis, Asking asking) throws Exception {
    var number = new long[1];
    return Round.forMillis(
        millis,
        () -> {
          String question = String.format(Locale.ROOT, "%063d", number[0]++);
          require(question.equals(asking.answer(question)), "another answer than the question");
        });
  }
}
