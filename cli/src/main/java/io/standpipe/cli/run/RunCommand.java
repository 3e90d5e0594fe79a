package io.standpipe.cli.run;

import io.standpipe.Pipeline;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.JobOptions;
import io.standpipe.cli.job.JobRunner;
import io.standpipe.cli.job.OnDeadlock;
import io.standpipe.cli.option.GraceOption;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TiedOption;
import io.standpipe.cli.option.TimeoutOption;
import java.io.IOException;
import picocli.CommandLine.Model.OptionSpec;

/** {@code run -- A :: B :: C}. */
public final class RunCommand extends BaseCommand {
  private final TimeoutOption timeout = new TimeoutOption(this);
  private final GraceOption grace = new GraceOption(this);
  private final OptionSpec onDeadlock = OnDeadlock.option(this);
  private final TiedOption tied = new TiedOption(this);
  private final ProgramArguments programs = new ProgramArguments(this);

  public RunCommand() {
    super("run", "Run a pipeline: each program's output is the next one's input.");
    usage()
        .customSynopsis("standpipe run [OPTIONS] [--] PROGRAM [ARG...] [:: PROGRAM [ARG...]]...")
        .description(
            "The first program reads standpipe's own standard input, and the last one writes to"
                + " standpipe's standard output. Kernel pipes connect the programs; no byte passes"
                + " through standpipe.",
            "",
            "Each program has what standpipe was given: its environment, directory, descriptors"
                + " (as in diff <(a) <(b)) and ignored signals (as under nohup).",
            "",
            "No shell interprets the words. To pass the word :: to a program, or to use features of"
                + " a shell, run sh -c '...' as the program.",
            "",
            GraceOption.signals())
        .footer(
            "  standpipe run -- seq 1 100000 :: sort -rn :: head -n 3",
            "  standpipe run --timeout 1m30s -- make check",
            "  standpipe run -- tar c photos :: gzip > photos.tar.gz");
    exitCodes(
        " N:the program's own; of several, that of the last one that failed",
        " 128+N:signal N ended it (except SIGPIPE, if a later program had read enough)",
        " 2:wrong usage",
        " 35:a deadlock was found; all programs were stopped",
        " 124:the time limit passed; all programs were stopped",
        " 125:standpipe failed",
        " 126:a program could not be executed",
        " 127:a program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    Pipeline pipeline = Pipeline.of(tied.apply(programs.commands()));
    return JobRunner.run(
        "run",
        pipeline::start,
        new JobOptions(timeout.start(), grace.duration(), onDeadlock.getValue()));
  }
}
