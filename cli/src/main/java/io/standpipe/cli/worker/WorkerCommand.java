package io.standpipe.cli.worker;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.kafka.KafkaLog;
import io.standpipe.cli.kafka.KafkaWorker;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.option.GraceOption;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.cli.option.ValueOption;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** {@code worker --from kafka:in --to kafka:out -- A}. */
public final class WorkerCommand extends BaseCommand {
  private final WorkerOptions options = new WorkerOptions(this);
  private final GraceOption grace =
      new GraceOption(
          this,
          "How long the worker has to commit what is answered, at SIGTERM, SIGINT or SIGHUP. The rest"
              + " is worked on again. Default: 10s.");

  private final OptionSpec log =
      ValueOption.add(
          this,
          "--log",
          "FILE",
          Path.class,
          new PathConverter(),
          "Write the figures of the display to a file, as JSON lines: every ten seconds, and when the"
              + " program was restarted or a record was given up. Only you may read the file; it"
              + " replaces an older one.");

  private final OptionSpec dryRun =
      addFlag(
          "--dry-run",
          "Print what would run and what is promised, and exit. Nothing is started, and no broker is"
              + " asked.");

  public WorkerCommand() {
    super("worker", "Answer the records of a Kafka topic with a program.");
    usage()
        .customSynopsis(
            "standpipe worker [OPTIONS] --from kafka:TOPIC --to kafka:TOPIC",
            "                 [--] PROGRAM [ARG...] [:: PROGRAM [ARG...]]...")
        .description(
            "Each record of one topic becomes a message to the program, whose answers are records of"
                + " another topic: exactly once, in order, and with the record's key, headers and"
                + " time. The program needs to know nothing of Kafka. More workers with the same"
                + " topics, here or on other machines, share the partitions.",
            "",
            "A program that ends, gives no answer in time, or cannot be understood is started again,"
                + " and what it had not answered is sent again. A record on which it fails --attempts"
                + " times goes to the topic --dead, with the reason in its headers.",
            "",
            "Several programs with :: between them work as one, under standpipe run.",
            "",
            "SIGTERM, SIGINT and SIGHUP end the worker: it commits what is under way, leaves its"
                + " partitions to others and ends the program. A second Ctrl-C ends it at once; what"
                + " was not committed is worked on again.")
        .footer(
            "  standpipe worker --from kafka:in --to kafka:out -- tr a-z A-Z",
            "  standpipe worker --from kafka:in --to kafka:out --dead kafka:in.dead \\",
            "    --lanes 4 --config client.properties -- python3 model.py",
            "  standpipe worker --from kafka:words --to kafka:counts --answers run \\",
            "    -- sort :: uniq -c",
            "  standpipe worker --from kafka:in --to kafka:out --dry-run -- ./tokenizer");
    exitCodes(
        " 128+N:signal N ended the worker, after it had finished",
        " 2:wrong usage",
        " 65:the program failed on a record, and there is no --dead (EX_DATAERR)",
        " 66:a topic does not exist (EX_NOINPUT)",
        " 69:no broker answered within --timeout (EX_UNAVAILABLE)",
        " 70:the program failed, and the last of --restarts was used (EX_SOFTWARE)",
        " 75:another worker took over with this --instance (EX_TEMPFAIL)",
        " 77:the brokers refused this user (EX_NOPERM)",
        " 78:client properties, topics and options do not fit (EX_CONFIG)",
        " 125:standpipe failed",
        " 126:the program could not be executed",
        " 127:the program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    WorkerPlan plan = options.plan(grace.duration());
    if (dryRun.getValue()) {
      print(new DryRun(plan).text());
      return 0;
    }
    if (isDebug()) {
      KafkaLog.showWarnings();
    }
    @Nullable Path file = log.getValue();
    try (WorkerLog opened = WorkerLog.open(file)) {
      var runner = new ServiceRunner(plan.closeLimit());
      return new WorkerRun(plan, KafkaWorker::start, opened, runner, !isDebug()).run();
    }
  }
}
