package io.standpipe.cli.worker;

import static io.standpipe.cli.option.ValueOption.or;

import io.standpipe.RestartPolicy;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.kafka.WorkerPlan.Delivery;
import io.standpipe.cli.kafka.WorkerPlan.Exchange;
import io.standpipe.cli.kafka.WorkerPlan.Failures;
import io.standpipe.cli.kafka.WorkerPlan.Membership;
import io.standpipe.cli.kafka.WorkerPlan.Tombstones;
import io.standpipe.cli.kafka.WorkerPlan.Topics;
import io.standpipe.cli.option.AnswersOption;
import io.standpipe.cli.option.ClientConfigOption;
import io.standpipe.cli.option.CountConverter;
import io.standpipe.cli.option.DurationConverter;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.MessageKind;
import io.standpipe.cli.option.NameConverter;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.option.ValueOption;
import io.standpipe.conversation.Answers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The options that say what a worker is to do. */
final class WorkerOptions {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 3;

  /** Of two adjacent records that the program fails on, each takes some to be found. */
  private static final int RESTARTS = 20;

  private final BaseCommand command;
  private final TopicOptions topics;
  private final FramingOption framing;
  private final AnswersOption answers;
  private final OptionSpec emit;
  private final WorkerProgram program;
  private final OptionSpec lanes;
  private final OptionSpec limit;
  private final OptionSpec attempts;
  private final OptionSpec restarts;
  private final OptionSpec tombstones;
  private final OptionSpec delivery;
  private final OptionSpec group;
  private final OptionSpec instance;
  private final ClientConfigOption config;
  private final TimeoutOption timeout;

  WorkerOptions(BaseCommand command) {
    this.command = command;
    topics = new TopicOptions(command);
    framing =
        new FramingOption(
            command,
            "How a record is given to the program, and an answer taken from it; by default, a line. A"
                + " value that the framing cannot carry, such as one with a newline in it, is never"
                + " split: it goes to --dead.");
    answers = AnswersOption.orRun(command);
    emit =
        ValueOption.add(
            command,
            "--emit",
            "KEY",
            EmitConverter.Emitted.class,
            new EmitConverter(),
            List.of(EmitConverter.KEYLESS, EmitConverter.KEY),
            "With --answers run, where an answer belongs to no single record: keyless (the default),"
                + " or key=FIELD, a column such as 2 or the field of a JSON object, which becomes the"
                + " key.");
    program = new WorkerProgram(command);
    lanes =
        count(
            "--lanes",
            "How many programs work at a time, each for partitions of its own. Default: 1.");
    limit =
        duration(
            "--limit", "Time for each answer; with --answers run, for each process. Default: 30s.");
    attempts = count("--attempts", "How often the program may fail on a record. Default: 3.");
    restarts =
        ValueOption.add(
            command,
            "--restarts",
            "COUNT",
            RestartPolicy.class,
            new RestartsConverter(),
            List.of(RestartsConverter.UNLIMITED),
            "How often the program is started again without an answer in between: a number, or unlimited. The"
                + " pauses grow from 10ms to 30s. Default: 20.");
    tombstones =
        ValueOption.choice(
            command,
            "--tombstones",
            "ACTION",
            Tombstones.class,
            "What happens to records without a value: pass (the default; the program does not see"
                + " them, and they go to --to) or skip.");
    delivery =
        ValueOption.choice(
            command,
            "--delivery",
            "MODE",
            Delivery.class,
            "exactly-once (the default) works in transactions; at-least-once does not, and is"
                + " faster.");
    group = text("--group", "ID", "The consumer group. Default: standpipe-FROM-TO.");
    instance =
        text(
            "--instance",
            "NAME",
            "What tells this worker from others of its group, and is the same when it is started"
                + " again. Default: the name of this host and a number.");
    config = new ClientConfigOption(command);
    timeout =
        new TimeoutOption(
            command, "How long brokers may take to answer at the start. Default: 1m.");
  }

  private OptionSpec count(String name, String description) {
    return ValueOption.add(command, name, "N", Integer.class, new CountConverter(1), description);
  }

  private OptionSpec duration(String name, String description) {
    var converter = new DurationConverter();
    return ValueOption.add(command, name, "DURATION", Duration.class, converter, description);
  }

  private OptionSpec text(String name, String label, String description) {
    return ValueOption.add(command, name, label, String.class, new NameConverter(), description);
  }

  /**
   * What the user asks for.
   *
   * @param grace how long the worker may take to commit when it is closed
   */
  WorkerPlan plan(Duration grace) throws IOException {
    Topics places = topics.topics();
    Optional<Answers> kind = answers.answersUnlessRun();
    return new WorkerPlan(
        program.program(kind.isEmpty()),
        places,
        new Membership(
            or(group, Membership.defaultGroup(places.from(), places.to())),
            Optional.ofNullable(instance.getValue()),
            or(lanes, 1)),
        new Exchange(
            framing.given().orElse(MessageKind.LINES).framing(),
            kind,
            keyField(kind.isEmpty()),
            or(tombstones, Tombstones.PASS),
            or(limit, LIMIT)),
        new Failures(
            or(attempts, ATTEMPTS), or(restarts, RestartPolicy.standard().budget(RESTARTS))),
        config.properties(),
        or(delivery, Delivery.EXACTLY_ONCE),
        timeout.given().orElse(CONNECT_LIMIT),
        grace);
  }

  private Optional<String> keyField(boolean isRun) {
    EmitConverter.@Nullable Emitted given = emit.getValue();
    if (given == null) {
      return Optional.empty();
    }
    if (!isRun) {
      throw command.mistake(
          "--emit has no effect without --answers run: answers have the record's key");
    }
    return given.keyField();
  }
}
