package io.standpipe.cli.doctor;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.doctor.page.HtmlPage;
import io.standpipe.cli.doctor.page.LiveServer;
import io.standpipe.cli.doctor.report.DotGraph;
import io.standpipe.cli.doctor.report.JsonReport;
import io.standpipe.cli.doctor.report.TextReport;
import io.standpipe.cli.doctor.report.TextStyle;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.cli.option.DurationConverter;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import io.standpipe.doctor.ProcessInfo;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code doctor}. */
public final class DoctorCommand extends BaseCommand {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final OptionSpec pids =
      add(
          OptionSpec.builder("--pid")
              .paramLabel("N")
              .arity("1..*")
              .type(List.class)
              .auxiliaryTypes(Long.class)
              .converters(new PidConverter())
              .description("Look at these processes and their partners only. May be repeated.")
              .build());

  private final OptionSpec all =
      addFlag("--all", "Show every channel, also those where nothing is wrong.");

  private final OptionSpec json =
      flag("Print JSON, as docs/doctor-schema.json describes it.", "--json").build();

  private final OptionSpec dot = flag("Print a graph for Graphviz.", "--dot").build();

  private final OptionSpec html =
      OptionSpec.builder("--html")
          .paramLabel("FILE")
          .type(Path.class)
          .converters(new PathConverter())
          .description(
              "Write a page with the graph drawn, - for standard output. It needs no network.")
          .build();

  private final OptionSpec watch =
      flag(
              "Look again and again, until Ctrl-C. Where the output is no terminal, print"
                  + " what changes, as lines.",
              "--watch")
          .build();

  private final OptionSpec serve =
      OptionSpec.builder("--serve")
          .paramLabel("PORT")
          .type(Integer.class)
          .converters(new PortConverter())
          .description(
              "Show that page live in browsers on this machine, until Ctrl-C; 0 takes any free"
                  + " port. Other users of the machine can read it too.")
          .build();

  private final OptionSpec interval =
      add(
          OptionSpec.builder("--interval")
              .paramLabel("DURATION")
              .type(Duration.class)
              .converters(new DurationConverter())
              .initialValue(Duration.ofSeconds(2))
              .description("How often --watch and --serve look: every 2s if not given.")
              .build());

  private final OptionSpec showText =
      addFlag("--show-text", "With --serve: show the text that programs hold back, too.");

  public DoctorCommand() {
    super("doctor", "Tell why programs have stopped talking, and what to do.");
    ArgGroupSpec.Builder forms = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (OptionSpec form : List.of(json, dot, html, watch, serve)) {
      forms.addArg(form);
    }
    spec().addArgGroup(forms.build());
    usage()
        .description(
            "Looks at all processes of this user, and who of them waits for whom at which pipe,"
                + " fifo, socket pair or terminal. It changes nothing, and needs no root.",
            "",
            "What is found is told first, with the evidence and a remedy; then who talks to whom.")
        .footer(
            "  standpipe doctor                   what is wrong?",
            "  standpipe doctor --pid $(pgrep bc) with these?",
            "  standpipe doctor --html graph.html draw it",
            "  standpipe doctor --json | jq .findings");
    exitCodes(
        " 0:no deadlock; something else may have been found",
        " 2:wrong usage",
        " 35:a deadlock was found, proved or most likely",
        " 125:it could not be done",
        " 130:--watch or --serve was ended by Ctrl-C");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    refuseWhatHasNoEffect();
    ViewScope scope = scope();
    if (serve.getValue() instanceof Integer port) {
      serve(port, scope);
    }
    if (isGiven(watch)) {
      new DoctorWatch(scope, interval.getValue()).run();
    }
    DiagnosisView picture = scope.look();
    if (html.getValue() instanceof Path file && !file.equals(STANDARD_OUTPUT)) {
      write(file, HtmlPage.still(picture).html());
    } else {
      print(text(picture, scope));
    }
    return picture.hasDeadlock() ? ExitCode.DEADLOCK : 0;
  }

  private void refuseWhatHasNoEffect() {
    if (isGiven(interval) && !isGiven(watch) && !isGiven(serve)) {
      throw mistake("--interval without --watch or --serve");
    }
    if (isGiven(showText) && !isGiven(serve)) {
      throw mistake("--show-text without --serve; all else shows the text anyway");
    }
  }

  private String text(DiagnosisView picture, ViewScope scope) {
    if (isGiven(html)) {
      return HtmlPage.still(picture).html();
    }
    if (isGiven(json)) {
      return JsonReport.of(picture);
    }
    return isGiven(dot)
        ? new DotGraph(picture).toString()
        : new TextReport(picture, scope, style()).toString();
  }

  /** As standard output can show it. */
  static TextStyle style() {
    return Tty.showsColour(1) ? TextStyle.COLOURED : TextStyle.PLAIN;
  }

  private ViewScope scope() throws ExitException {
    List<Long> chosen = pids.getValue();
    Set<Long> these = chosen == null ? Set.of() : Set.copyOf(chosen);
    for (long pid : these) {
      if (ProcessInfo.of(pid).isEmpty()) {
        throw new ExitException(
            ExitCode.FAILED, "look at process " + pid + ": there is none of this number", null);
      }
    }
    boolean served = serve.getValue() != null;
    return new ViewScope(these, all.getValue(), !served || showText.<Boolean>getValue());
  }

  private static void write(Path file, String page) throws ExitException {
    try {
      Files.writeString(file, page);
    } catch (FileSystemException e) {
      throw new ExitException(
          ExitCode.FAILED, "write page " + file + ": " + ExitException.reason(e), e);
    } catch (IOException e) {
      throw new ExitException(ExitCode.FAILED, "write page " + file + ": " + e.getMessage(), e);
    }
  }

  /** Until a signal ends the JVM: all is done by the server's threads. */
  private void serve(int port, ViewScope scope) throws IOException, InterruptedException {
    try (LiveServer server = LiveServer.start(port, scope::look, interval.getValue())) {
      StandardOutput.print(server.url() + "\n");
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw new ExitException(
          ExitCode.FAILED,
          "listen on 127.0.0.1:" + port + ": " + e.getMessage() + "; --serve 0 takes a free port",
          e);
    }
  }
}
