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
import io.standpipe.internal.file.PrivateFile;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
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
              .description("Look only at these processes and their partners. May be repeated.")
              .build());

  private final OptionSpec all =
      addFlag("--all", "Show every channel, even where nothing is wrong.");

  private final OptionSpec json =
      flag("Print JSON, described by docs/doctor-schema.json.", "--json").build();

  private final OptionSpec dot = flag("Print a graph for Graphviz.", "--dot").build();

  private final OptionSpec html =
      OptionSpec.builder("--html")
          .paramLabel("FILE")
          .type(Path.class)
          .converters(new PathConverter())
          .description(
              "Write a web page that draws the graph and needs no network; - for standard output.")
          .build();

  private final OptionSpec watch =
      flag(
              "Look again and again until Ctrl-C. If the output is not a terminal, print changes as"
                  + " lines.",
              "--watch")
          .build();

  private final OptionSpec serve =
      OptionSpec.builder("--serve")
          .paramLabel("PORT")
          .type(Integer.class)
          .converters(new PortConverter())
          .description(
              "Serve that page, kept up to date, to browsers on this machine until Ctrl-C; 0 takes"
                  + " any free port. Other users of the machine can read it too.")
          .build();

  private final OptionSpec interval =
      add(
          OptionSpec.builder("--interval")
              .paramLabel("DURATION")
              .type(Duration.class)
              .converters(new DurationConverter())
              .initialValue(Duration.ofSeconds(2))
              .description("How often --watch and --serve look. Default: 2s.")
              .build());

  private final OptionSpec showText =
      addFlag("--show-text", "With --serve, also show the text that programs hold back.");

  public DoctorCommand() {
    super("doctor", "Tell why programs have stopped talking, and what to do about it.");
    ArgGroupSpec.Builder forms = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (OptionSpec form : List.of(json, dot, html, watch, serve)) {
      forms.addArg(form);
    }
    spec().addArgGroup(forms.build());
    usage()
        .description(
            "Looks at all processes of this user, and finds which of them wait for which others at a"
                + " pipe, fifo, socket pair or terminal. It changes nothing and does not need root.",
            "",
            "Prints first what is wrong, with evidence and a remedy, then which programs are"
                + " connected.")
        .footer(
            "  standpipe doctor                    what is wrong?",
            "  standpipe doctor --pid $(pgrep bc)  what is wrong with these?",
            "  standpipe doctor --html graph.html  draw it",
            "  standpipe doctor --json | jq .findings");
    exitCodes(
        " 0:no deadlock was found; something else may have been",
        " 2:wrong usage",
        " 35:a deadlock was found, proved or most likely",
        " 125:standpipe failed",
        " 130:Ctrl-C ended --watch or --serve");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    refuseWhatHasNoEffect();
    ViewScope scope = scope();
    if (serve.getValue() instanceof Integer port) {
      serve(port, scope);
    }
    if (isGiven(watch)) {
      new DoctorWatch(scope, interval.getValue(), style()).run();
    }
    DiagnosisView view = DiagnosisView.now(scope);
    if (html.getValue() instanceof Path file && !file.equals(STANDARD_OUTPUT)) {
      write(file, HtmlPage.still(view).html());
    } else {
      print(text(view, scope));
    }
    return view.hasDeadlock() ? ExitCode.DEADLOCK : 0;
  }

  private void refuseWhatHasNoEffect() {
    if (isGiven(interval) && !isGiven(watch) && !isGiven(serve)) {
      throw mistake("--interval has no effect without --watch or --serve");
    }
    if (isGiven(showText) && !isGiven(serve)) {
      throw mistake("--show-text has no effect without --serve: other forms always show the text");
    }
  }

  private String text(DiagnosisView view, ViewScope scope) {
    if (isGiven(html)) {
      return HtmlPage.still(view).html();
    }
    if (isGiven(json)) {
      return JsonReport.of(view);
    }
    return isGiven(dot)
        ? new DotGraph(view).toString()
        : new TextReport(view, scope, style()).toString();
  }

  /** The style that standard output can show. */
  private static TextStyle style() {
    return Tty.showsColour(1) ? TextStyle.COLOURED : TextStyle.PLAIN;
  }

  private ViewScope scope() throws ExitException {
    List<Long> chosen = pids.getValue();
    Set<Long> these = chosen == null ? Set.of() : Set.copyOf(chosen);
    for (long pid : these) {
      if (ProcessHandle.of(pid).isEmpty()) {
        throw new ExitException(
            ExitCode.FAILED, "look at process " + pid + ": no process has this id", null);
      }
    }
    boolean served = serve.getValue() != null;
    return new ViewScope(these, all.getValue(), !served || showText.<Boolean>getValue());
  }

  private static void write(Path file, String page) throws ExitException {
    try {
      PrivateFile.write(file, page);
    } catch (FileSystemException e) {
      throw new ExitException(
          ExitCode.FAILED, "write page " + file + ": " + ExitException.reason(e), e);
    } catch (IOException e) {
      throw new ExitException(ExitCode.FAILED, "write page " + file + ": " + e.getMessage(), e);
    }
  }

  /** Blocks until a signal ends the JVM, while the server's threads work. */
  private void serve(int port, ViewScope scope) throws IOException, InterruptedException {
    try (LiveServer server =
        LiveServer.start(port, () -> DiagnosisView.now(scope), interval.getValue())) {
      StandardOutput.print(server.url() + "\n");
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw new ExitException(
          ExitCode.FAILED,
          "listen on 127.0.0.1:" + port + ": " + e.getMessage() + "; --serve 0 takes any free port",
          e);
    }
  }
}
