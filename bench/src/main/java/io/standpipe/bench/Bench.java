package io.standpipe.bench;

import io.standpipe.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program behind {@code bench/run}. */
@CommandLine.Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Standpipe beside its peers, contenders in turn round by round, and prints for each the median of its"
          + " rates and by how much Standpipe is faster: the median of the rounds' ratios, with the least and the most.",
      "A missed target is shown as missed, a contender that is not installed as ABSENT."
    },
    footer = {
      "",
      "Exit code: 0, also where targets are missed; 1 if a contender failed or counted wrong."
    })
final class Bench implements Callable<Integer> {
  @Option(names = "--quick", description = "Smaller amounts and fewer rounds: some minutes.")
  private boolean quick;

  @Option(
      names = "--smoke",
      description = "Tiny amounts, one round, no judgement: only whether everything runs.")
  private boolean smoke;

  @Option(names = "--write", description = "Put the results into bench/RESULTS.md.")
  private boolean write;

  @Option(names = "--list", description = "Name the works, and end.")
  private boolean list;

  @Parameters(paramLabel = "WORK", description = "The works to measure; all if none is named.")
  private List<String> names = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final Path home = Path.of(System.getProperty("standpipe.bench.home", "bench"));
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Bench() {}

  /**
   * Runs, and exits.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      Works.ALL.forEach(work -> out.println(work.name() + ": " + work.does(Scale.FULL)));
      return 0;
    }
    Scale scale = smoke ? Scale.SMOKE : quick ? Scale.QUICK : Scale.FULL;
    if (write && !scale.judges()) {
      throw new ParameterException(spec.commandLine(), "--smoke has no results for --write");
    }
    List<Work> works = chosen();
    String machine = Machine.describe();
    out.println(machine);
    boolean broken = false;
    for (Work work : works) {
      List<Section> sections = sections(work, scale);
      broken |= sections.stream().anyMatch(Section::broken);
      if (write) {
        String circumstances = circumstances(work, scale, machine);
        new ResultsFile(home.resolve("RESULTS.md")).put(work, circumstances, sections);
      }
    }
    return broken ? 1 : 0;
  }

  private List<Section> sections(Work work, Scale scale) throws InterruptedException {
    List<Section> sections = new ArrayList<>();
    for (Placement placement : work.placements()) {
      var standings = Course.run(work, placement, scale, new Tools(home));
      Section section = Section.of(work, placement, scale, standings);
      sections.add(section);
      out.println();
      out.print(TextTable.of(section));
    }
    return sections;
  }

  private String circumstances(Work work, Scale scale, String machine)
      throws IOException, InterruptedException {
    String does = work.does(scale);
    return Character.toUpperCase(does.charAt(0))
        + does.substring(1)
        + ".\n\n"
        + String.join(
            "; ",
            scale.describe(work),
            LocalDate.now(ZoneOffset.UTC).toString(),
            commit(),
            machine + ".");
  }

  /** Which sources were measured. */
  private String commit() throws IOException, InterruptedException {
    if (Tools.find("git").isEmpty()) {
      return "commit unknown: no git";
    }
    String id = git("rev-parse", "--short", "HEAD");
    boolean changed =
        !git("status", "--porcelain", "--", "../core/src", "../cli/src", "src").isEmpty();
    return "commit " + id + (changed ? " and changes" : "");
  }

  private String git(String... words) throws IOException, InterruptedException {
    return Command.of("git", "-C", home.toString()).args(words).read();
  }

  private List<Work> chosen() {
    if (names.isEmpty()) {
      return Works.ALL;
    }
    return names.stream().map(name -> named(name).orElseThrow(() -> unknown(name))).toList();
  }

  private static Optional<Work> named(String name) {
    return Works.ALL.stream().filter(work -> work.name().equals(name)).findFirst();
  }

  private ParameterException unknown(String name) {
    List<String> known = Works.ALL.stream().map(Work::name).toList();
    return new ParameterException(
        spec.commandLine(), "no work " + name + "; there are " + String.join(", ", known));
  }
}
