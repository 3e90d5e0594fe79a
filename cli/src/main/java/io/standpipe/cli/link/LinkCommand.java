package io.standpipe.cli.link;

import io.standpipe.Link;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.JobRunner;
import io.standpipe.cli.job.OnDeadlock;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TiedOption;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.TimeLimit;
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
          "Show on standard error who says what. Bytes that are no text appear as \\xff.");

  private final OptionSpec log =
      add(
          OptionSpec.builder("--log")
              .paramLabel("FILE")
              .type(Path.class)
              .converters(new PathConverter())
              .description("Write who says what, and when, to a file: JSON lines, every byte kept.")
              .build());

  private final FramingOption framing =
      new FramingOption(
          this,
          "Show and log messages of this kind, in place of lines and pieces; bytes pass as ever.");

  private final TimeoutOption timeout = new TimeoutOption(this);
  private final OptionSpec onDeadlock = OnDeadlock.option(this);
  private final TiedOption tied = new TiedOption(this);
  private final ProgramArguments programs = new ProgramArguments(this);

  public LinkCommand() {
    super("link", "Let two programs talk: each one's output is the other's input.");
    usage()
        .customSynopsis("standpipe link [OPTIONS] [--] PROGRAM [ARG...] :: PROGRAM [ARG...]")
        .description(
            "Ends when both have ended. One of the two must begin, and each must flush what it"
                + " says, or both wait for ever: that is noticed within two seconds, and told.")
        .footer(
            "  standpipe link --transcript -- sh -c 'echo 6*7; read n; echo got $n >&2' :: bc",
            "  standpipe link --timeout 10s --log talk.jsonl -- ./player1 :: ./player2",
            "  standpipe link --transcript --framing content-length -- ./editor :: ./server");
    exitCodes(
        " N:that of the last program that failed; 0 if none did",
        " 128+N:signal N ended it (not SIGPIPE, when the other one had read enough)",
        " 2:wrong usage",
        " 35:a deadlock was found; both programs were stopped",
        " 124:the time ran out; both programs were stopped",
        " 125:standpipe itself failed",
        " 126:a program could not be executed",
        " 127:a program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    var both = tied.apply(programs.commands(2));
    Link link = Link.between(both.getFirst(), both.getLast());
    TimeLimit deadline = timeout.start();
    List<LinkListener> listeners = listeners();
    if (listeners.isEmpty()) {
      if (framing.given().isPresent()) {
        throw mistake("--framing without --transcript or --log");
      }
      return JobRunner.run("link", link::start, deadline, onDeadlock.getValue());
    }
    try (var tap = new ListenerTap(listeners)) {
      return run(link, tap, deadline, onDeadlock.getValue());
    }
  }

  /** That a listener has failed explains how the programs ended, and comes first. */
  private static int run(Link link, ListenerTap tap, TimeLimit deadline, OnDeadlock onDeadlock)
      throws IOException, InterruptedException {
    try {
      int code =
          JobRunner.run("link", () -> tap.started(link.tap(tap).start()), deadline, onDeadlock);
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
      listeners.add(asAsked(JsonLinesLog.create(file)));
    }
    if (transcript.getValue()) {
      boolean coloured = Tty.showsColour(2);
      listeners.add(
          asAsked(LinkTranscript.start(StandardOutput.error(), coloured, LinkTranscript.PAUSE)));
    }
    return listeners;
  }

  private LinkListener asAsked(LinkMessageListener listener) {
    return framing
        .given()
        .<LinkListener>map(kind -> new MessageSplitter(kind.framing(), listener))
        .orElse(listener);
  }
}
