package io.standpipe.cli.fifo;

import io.standpipe.PipeReader;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.kafka.KafkaLog;
import io.standpipe.cli.kafka.KafkaRequests;
import io.standpipe.cli.kafka.RequestPlan;
import io.standpipe.cli.option.ClientConfigOption;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.fifo.FifoClient;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.fifo.ServerGoneException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo call PATH TEXT}, or {@code kafka:TOPIC} in place of the path. */
final class FifoCallCommand extends BaseCommand {
  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);

  private final PositionalParamSpec place =
      FifoArguments.place(
          this,
          0,
          "PATH",
          "The server's fifo, which may not be there yet; or kafka:TOPIC, of servers on any machine.");

  private final PositionalParamSpec text =
      FifoArguments.text(
          this, "Words, sent with spaces between them. By default, one line of standard input.");

  private final TimeoutOption timeout = new TimeoutOption(this);
  private final ClientConfigOption config = new ClientConfigOption(this);

  FifoCallCommand() {
    super("call", "Ask a server at a named pipe, and print its answer.");
    usage()
        .description(
            "Waits for a server, then for its answer, and creates nothing at PATH. A call is carried out at most once: if the"
                + " server ends before it answers, the call fails.",
            "",
            "With kafka:TOPIC a call is carried out at least once: if a server ends before it answers,"
                + " another one answers.")
        .footer(
            "  standpipe fifo call /tmp/sums '6 * 7'",
            "  standpipe fifo call --timeout 5s /tmp/sums < question",
            "  standpipe fifo call --config client.properties kafka:sums '6 * 7'");
    exitCodes(
        " 0:the answer was printed",
        " 1:the server answered with an error",
        " 2:wrong usage",
        " 66, 69, 77, 78:with kafka:TOPIC, as of standpipe worker",
        " 124:the time limit passed",
        " 125:standpipe failed");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    FifoPlace server = place.getValue();
    Duration limit = timeout.given().orElse(TimeLimit.UNLIMITED);
    StandardOutput out =
        StandardOutput.out(); // opened first: an answer that cannot be printed is lost
    try {
      String answer =
          server.topic().isPresent() ? ask(server.topic().get(), limit) : ask(server.path(), limit);
      out.write(answer + "\n");
      return 0;
    } catch (RequestFailedException e) {
      throw new ExitException(ExitCode.NEGATIVE, "call " + server + ": " + e.answer(), e);
    } catch (DeadlineExceededException e) {
      throw new ExitException(ExitCode.TIMED_OUT, String.valueOf(e.getMessage()), e);
    } catch (CharConversionException | FrameException e) {
      throw new ExitException(ExitCode.FAILED, "call " + server + ": the text is not UTF-8", e);
    } catch (ServerGoneException e) {
      String line =
          "call "
              + server
              + ": the server ended without an answer; it may or may not have carried out the"
              + " call";
      throw new ExitException(ExitCode.FAILED, line, e);
    }
  }

  private String ask(Path fifo, Duration limit) throws IOException, InterruptedException {
    config.refuse("with a path");
    try (FifoClient client = FifoClient.to(fifo)) {
      leaveNothingOnExit(client);
      return client.askOnce(request(), limit);
    }
  }

  private String ask(KafkaTopic topic, Duration limit) throws IOException, InterruptedException {
    Duration connecting = limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT;
    if (isDebug()) {
      KafkaLog.showWarnings();
    }
    var plan = new RequestPlan(topic, config.properties(), connecting);
    return KafkaRequests.ask(plan, request(), limit);
  }

  /** Ctrl-C ends the JVM; the server must not find a fifo that no process reads. */
  private static void leaveNothingOnExit(FifoClient client) {
    Runnable close =
        () -> {
          try {
            client.close();
          } catch (IOException e) {
            StandardOutput.warn(String.valueOf(e.getMessage()));
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(close, "standpipe-shutdown"));
  }

  private String request() throws IOException {
    List<String> words = text.getValue();
    if (!words.isEmpty()) {
      return String.join(" ", words);
    }
    Frame line = Framing.lines().reader(PipeReader.stdin()).read();
    if (line == null) {
      throw new ExitException(
          ExitCode.FAILED,
          "read a line from standard input: it has ended; give the text as arguments",
          null);
    }
    return line.strictText();
  }
}
