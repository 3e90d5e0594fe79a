package io.standpipe.cli.link;

import io.standpipe.Link;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.JobOptions;
import io.standpipe.cli.job.JobRunner;
import io.standpipe.cli.job.OnDeadlock;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.GraceOption;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TiedOption;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code link -- A :: B}. */
public final class LinkCommand extends BaseCommand {
  private final OptionSpec transcript =
      addFlag(
          "--transcript",
          "Show on standard error which program says what. Bytes that are not text appear as \\xff.");

  private final OptionSpec log =
      add(
          OptionSpec.builder("--log")
              .paramLabel("FILE")
              .type(Path.class)
              .converters(new PathConverter())
              .description(
                  "Write to a file which program says what and when, as JSON lines. No byte is lost."
                      + " Only you may read the file; it replaces an older one.")
              .build());

  private final FramingOption framing =
      new FramingOption(
          this,
          "Show and log messages of this kind instead of lines and pieces. The programs exchange"
              + " the same bytes as without it.");

  private final TimeoutOption timeout = new TimeoutOption(this);
  private final GraceOption grace = new GraceOption(this);
  private final OptionSpec onDeadlock = OnDeadlock.option(this);
  private final TiedOption tied = new TiedOption(this);
  private final ProgramArguments programs = new ProgramArguments(this);

  public LinkCommand() {
    super("link", "Let two programs talk: each one's output is the other's input.");
    usage()
        .customSynopsis("standpipe link [OPTIONS] [--] PROGRAM [ARG...] :: PROGRAM [ARG...]")
        .description(
            "Ends when both programs have ended. One of them must speak first, and each must flush"
                + " what it writes, or both wait for ever; standpipe notices that within two"
                + " seconds and reports it.",
            "",
            GraceOption.signals())
        .footer(
            "  standpipe link --transcript -- sh -c 'echo 6*7; read n; echo got $n >&2' :: bc",
            "  standpipe link --timeout 10s --log talk.jsonl -- ./player1 :: ./player2",
            "  standpipe link --transcript --framing content-length -- ./editor :: ./server");
    exitCodes(
        " N:the code of the last program that failed; 0 if none did",
        " 128+N:signal N ended it (except SIGPIPE, if the other one had read enough)",
        " 2:wrong usage",
        " 35:a deadlock was found; both programs were stopped",
        " 124:the time limit passed; both programs were stopped",
        " 125:standpipe failed",
        " 126:a program could not be executed",
        " 127:a program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    var both = tied.apply(programs.commands(2));
    Link link = Link.between(both.getFirst(), both.getLast());
    var options = new JobOptions(timeout.start(), grace.duration(), onDeadlock.getValue());
    List<LinkListener> listeners = listeners();
    if (listeners.isEmpty()) {
      if (framing.given().isPresent()) {
        throw mistake("--framing has no effect without --transcript or --log");
      }
      return JobRunner.run("link", link::start, options);
    }
    try (var tap = new ListenerTap(listeners)) {
      return run(link, tap, options);
    }
  }

  /** A listener's failure comes first, because it explains how the programs ended. */
  private static int run(Link link, ListenerTap tap, JobOptions options)
      throws IOException, InterruptedException {
    try {
      int code = JobRunner.run("link", () -> tap.started(tap.addTo(link).start()), options);
      tap.throwIfFailed();
      return code;
    } catch (IOException e) {
      tap.throwIfFailed();
      throw e;
    }
  }

  private List<LinkListener> listeners() throws IOException {
    List<LinkListener> listeners = new ArrayList<>();
    Path file = log.getValue();
    if (file != null) {
      listeners.add(framed(JsonLinesLog.create(file)));
    }
    if (transcript.getValue()) {
      boolean coloured = Tty.showsColour(2);
      listeners.add(
          framed(LinkTranscript.start(StandardOutput.error(), coloured, LinkTranscript.PAUSE)));
    }
    return listeners;
  }

  private LinkListener framed(LinkMessageListener listener) {
    return framing
        .given()
        .<LinkListener>map(kind -> new MessageSplitter(kind.framing(), listener))
        .orElse(listener);
  }
}
