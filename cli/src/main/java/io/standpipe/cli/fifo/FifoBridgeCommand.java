package io.standpipe.cli.fifo;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.kafka.BridgePlan;
import io.standpipe.cli.kafka.KafkaBridge;
import io.standpipe.cli.kafka.KafkaLog;
import io.standpipe.cli.kafka.RunningBridge;
import io.standpipe.cli.option.ClientConfigOption;
import io.standpipe.cli.option.GraceOption;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.NameConverter;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.option.ValueOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.progress.ProgressDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo bridge PATH kafka:TOPIC}, or the other way round. */
final class FifoBridgeCommand extends BaseCommand {
  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);

  private final PositionalParamSpec from =
      FifoArguments.place(this, 0, "FROM", "Where the bytes come from: a fifo, or kafka:TOPIC.");

  private final PositionalParamSpec to =
      FifoArguments.place(this, 1, "TO", "Where they go: kafka:TOPIC, or a fifo.");

  private final OptionSpec atOnce =
      addFlag(
          "--at-once",
          "To a fifo: deliver bytes before the end of their session has come, for writers that never"
              + " close. The reader of a session that is torn then sees its end in the middle.");

  private final OptionSpec group =
      ValueOption.add(
          this,
          "--group",
          "ID",
          String.class,
          new NameConverter(),
          "To a fifo: the consumer group, whose bridges share the sessions. Default:"
              + " standpipe-TOPIC-fifo.");

  private final ClientConfigOption config = new ClientConfigOption(this);
  private final TimeoutOption timeout =
      new TimeoutOption(this, "How long brokers may take to answer at the start. Default: 1m.");

  private final GraceOption grace =
      new GraceOption(
          this,
          "How long the session under way may go on, at SIGTERM, SIGINT or SIGHUP. Default: 10s.");

  FifoBridgeCommand() {
    super("bridge", "Carry what is written to a named pipe to one on another machine.");
    usage()
        .customSynopsis(
            "standpipe fifo bridge [OPTIONS] PATH kafka:TOPIC",
            "   or: standpipe fifo bridge [OPTIONS] kafka:TOPIC PATH")
        .description(
            "One bridge takes what programs write to a fifo here into a topic of Kafka; another one,"
                + " anywhere, writes it to a fifo there. A session, from the first writer's open to"
                + " the last one's close, comes out whole, and ends where it ended: an end of file"
                + " on the far side.",
            "",
            "Each session arrives at least once. One that is torn, because its bridge was killed, is"
                + " dropped. The fifo is created if nothing is there, and stays.",
            "",
            "SIGTERM, SIGINT and SIGHUP end the bridge once the session under way has passed. A"
                + " second Ctrl-C ends it at once.")
        .footer(
            "  standpipe fifo bridge /run/in kafka:bytes         on one machine",
            "  standpipe fifo bridge kafka:bytes /run/out        on another",
            "  cat file > /run/in                                on the first",
            "  cat /run/out                                      on the other");
    exitCodes(
        " 128+N:signal N ended the bridge",
        " 2:wrong usage",
        " 66:the topic does not exist (EX_NOINPUT)",
        " 69:no broker answered within --timeout (EX_UNAVAILABLE)",
        " 77:the brokers refused this user (EX_NOPERM)",
        " 78:client properties, topic and options do not fit (EX_CONFIG)",
        " 125:standpipe failed");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    BridgePlan plan = plan(from.getValue(), to.getValue());
    if (isDebug()) {
      KafkaLog.showWarnings();
    }
    var runner = new ServiceRunner(plan.grace());
    RunningBridge bridge = runner.start(() -> KafkaBridge.start(plan));
    String way = from.getValue() + " → " + to.getValue();
    StandardOutput.warn(way + ": started");
    try (ProgressDisplay display =
        isDebug()
            ? ProgressDisplay.none()
            : ProgressDisplay.start(new BridgeProgress(way, bridge::figures))) {
      int code = runner.await(bridge, () -> {});
      display.leave();
      return code;
    }
  }

  private BridgePlan plan(FifoPlace source, FifoPlace target) throws IOException {
    if (source.topic().isPresent() == target.topic().isPresent()) {
      throw mistake(
          "one of " + source + " and " + target + " must be a fifo, and the other kafka:TOPIC");
    }
    return source.topic().isPresent()
        ? plan(target.path(), source.topic().get(), Optional.of(reader()))
        : plan(source.path(), target.topic().orElseThrow(), noReader());
  }

  private BridgePlan.Reader reader() {
    return new BridgePlan.Reader(Optional.ofNullable(group.getValue()), atOnce.getValue());
  }

  private Optional<BridgePlan.Reader> noReader() {
    if (isGiven(atOnce) || isGiven(group)) {
      throw mistake("--at-once and --group have no effect from a fifo to a topic");
    }
    return Optional.empty();
  }

  private BridgePlan plan(Path fifo, KafkaTopic topic, Optional<BridgePlan.Reader> reader)
      throws IOException {
    return new BridgePlan(
        fifo,
        topic,
        reader,
        config.properties(),
        timeout.given().orElse(CONNECT_LIMIT),
        grace.duration());
  }
}
