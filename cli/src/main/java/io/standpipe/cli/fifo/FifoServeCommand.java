package io.standpipe.cli.fifo;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.RunningService;
import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.kafka.KafkaLog;
import io.standpipe.cli.kafka.KafkaRequests;
import io.standpipe.cli.kafka.RequestPlan;
import io.standpipe.cli.option.AnswersOption;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.option.ClientConfigOption;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.MessageKind;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.fifo.FifoServer;
import io.standpipe.fifo.FifoServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo serve PATH -- A}, or {@code kafka:TOPIC} in place of the path. */
final class FifoServeCommand extends BaseCommand {
  private final PositionalParamSpec place =
      FifoArguments.place(
          this,
          0,
          "PATH",
          "The fifo for the calls, created if nothing is there; or kafka:TOPIC, for calls from other"
              + " machines.");
  private final ProgramArguments programs = ProgramArguments.afterFirst(this);

  private final FramingOption framing =
      new FramingOption(this, "How the program separates messages; by default, lines.");

  private final AnswersOption answers = new AnswersOption(this);
  private final BufferingOption buffering = new BufferingOption(this);
  private final TimeoutOption timeout =
      new TimeoutOption(this, "Time for each answer (2, 2s, 500ms, 1m30s, 1h). Default: 30s.");

  private final ClientConfigOption config = new ClientConfigOption(this);

  /** The default limit, so that a request without an answer does not block all others for ever. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);

  /** For the calls that the program has; others answer what it does not finish. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  FifoServeCommand() {
    super("serve", "Answer many callers with one program.");
    usage()
        .customSynopsis("standpipe fifo serve [OPTIONS] PATH -- PROGRAM [ARG...]")
        .description(
            "Starts the program once. Each call becomes one message to the program, one at a time,"
                + " and the program's next message is the answer, unless --answers says otherwise."
                + " Messages that no call has asked for are dropped, with a warning.",
            "",
            "If the program ends without an answer, or the time for an answer runs out, the caller"
                + " gets an error. The program is then stopped if it still runs, and the next call"
                + " starts it again, without what it had in memory. A caller that gives up earlier"
                + " changes nothing for the program; its answer is dropped when it comes.",
            "",
            "Ctrl-C ends the server and the program, and removes the fifo if this command created"
                + " it.",
            "",
            "With kafka:TOPIC the replies go to kafka:TOPIC.replies; both topics must exist. Several"
                + " servers share the calls. Each call is answered at least once: if a server ends"
                + " before it has answered, another one does. Ctrl-C and SIGTERM let it finish the"
                + " calls that the program has.")
        .footer(
            "  standpipe fifo serve /tmp/sums -- bc -l         in one terminal",
            "  standpipe fifo call /tmp/sums '6 * 7'           in another",
            "  standpipe fifo serve --timeout 5s /tmp/q -- python3 -u answer.py",
            "  standpipe fifo serve --answers until=END /tmp/q -- ./answer-in-lines",
            "  standpipe fifo serve --config client.properties kafka:sums -- bc -l");
    exitCodes(
        " 130:Ctrl-C ended it",
        " 2:wrong usage",
        " 66, 69, 77, 78:with kafka:TOPIC, as of standpipe worker",
        " 125:standpipe failed",
        " 126:the program could not be executed",
        " 127:the program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    Command program = programs.commands(1).getFirst().piped().buffering(buffering.buffering());
    MessageKind kind = framing.given().orElse(MessageKind.LINES);
    Duration limit = timeout.given().orElse(ANSWER);
    try (var answering = new AnsweringProgram(program, kind.framing(), answers.answers(), limit)) {
      FifoPlace where = place.getValue();
      return where.topic().isPresent()
          ? serve(where.topic().get(), answering)
          : serve(where.path(), answering);
    }
  }

  private int serve(Path fifo, AnsweringProgram answering)
      throws IOException, InterruptedException {
    config.refuse("with a path");
    boolean existed = Files.exists(fifo, LinkOption.NOFOLLOW_LINKS);
    FifoServerOptions standard = FifoServerOptions.standard();
    String started = answering.start();
    try (FifoServer server =
        FifoServer.start(
            fifo, answering.answersOneAtATime() ? standard.maxInFlight(1) : standard, answering)) {
      endOnShutdown(server, answering, existed ? null : fifo);
      StandardOutput.warn(started + " answers at " + fifo);
      server.await();
    }
    return 0;
  }

  /** The program is closed after the server, which lets it answer what it has been asked. */
  private int serve(KafkaTopic topic, AnsweringProgram answering)
      throws IOException, InterruptedException {
    if (isDebug()) {
      KafkaLog.showWarnings();
    }
    var plan = new RequestPlan(topic, config.properties(), CONNECT_LIMIT);
    var runner = new ServiceRunner(GRACE);
    String started = answering.start();
    RunningService server =
        runner.start(
            () -> KafkaRequests.serve(plan, answering, answering.answersOneAtATime(), GRACE));
    StandardOutput.warn(started + " answers at " + topic);
    return runner.await(server, () -> {});
  }

  /** Closes the program first, because the server waits for a request under way. */
  private static void endOnShutdown(
      FifoServer server, AnsweringProgram answering, @Nullable Path created) {
    Runnable end =
        () -> {
          answering.close();
          server.close();
          if (created != null) {
            delete(created);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "standpipe-shutdown"));
  }

  private static void delete(Path fifo) {
    try {
      FifoServer.delete(fifo);
    } catch (IOException e) {
      StandardOutput.warn(String.valueOf(e.getMessage()));
    }
  }
}
