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
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "Measures Standpipe beside its peers, which run in turn, round by round. Prints the median rate of each contender"
          + " and how much faster Standpipe is: the median of the rounds' ratios, with the lowest and the highest.",
      "A missed target is shown as missed, a contender that is not installed as ABSENT."
    },
    footer = {
      "",
      "Exit code: 0, even if targets are missed; 1 if a contender failed or counted wrong."
    })
final class Bench implements Callable<Integer> {
  @Option(names = "--quick", description = "Use smaller amounts and fewer rounds: some minutes.")
  private boolean quick;

  @Option(
      names = "--smoke",
      description = "Only check that everything runs: tiny amounts, one round, no verdicts.")
  private boolean smoke;

  @Option(names = "--write", description = "Write the results to bench/RESULTS.md.")
  private boolean write;

  @Option(names = "--list", description = "List the works and exit.")
  private boolean list;

  @Parameters(paramLabel = "WORK", description = "The works to measure. Default: all.")
  private List<String> names = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private static final List<String> ALL =
      Stream.concat(Works.ALL.stream().map(Work::name), Stream.of(Codecs.NAME, Inner.NAME))
          .toList();

  private final Path home = Path.of(System.getProperty("standpipe.bench.home", "bench"));
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Bench() {}

  /**
   * Runs the program and exits.
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
      out.println(Codecs.NAME + ": " + Codecs.DOES);
      out.println(Inner.NAME + ": " + Inner.DOES);
      return 0;
    }
    Scale scale = smoke ? Scale.SMOKE : quick ? Scale.QUICK : Scale.FULL;
    if (write && !scale.judges()) {
      throw new ParameterException(spec.commandLine(), "--smoke has no results for --write");
    }
    names.forEach(this::requireKnown);
    out.println(Machine.describe());
    boolean broken = false;
    for (String name : names.isEmpty() ? ALL : names) {
      broken |= measure(name, scale);
    }
    return broken ? 1 : 0;
  }

  /**
   * Measures and prints one work, and writes it if asked to. Returns whether a contender failed.
   */
  private boolean measure(String name, Scale scale) throws IOException, InterruptedException {
    List<Section> sections = new ArrayList<>();
    if (name.equals(Inner.NAME)) {
      show(Inner.run(scale), sections);
    } else if (name.equals(Codecs.NAME)) {
      show(Codecs.run(scale), sections);
    } else {
      Work work = Works.named(name).orElseThrow();
      for (Placement placement : work.placements()) {
        var standings = Course.run(work, placement, scale, new Tools(home));
        show(Section.of(work, placement, scale, standings), sections);
      }
    }
    if (write) {
      new ResultsFile(home.resolve("RESULTS.md"), ALL)
          .put(name, circumstances(name, sections.getFirst(), scale), sections);
    }
    return sections.stream().anyMatch(Section::broken);
  }

  private void show(Section section, List<Section> sections) {
    out.println();
    out.print(TextTable.of(section));
    sections.add(section);
  }

  private String circumstances(String name, Section section, Scale scale)
      throws IOException, InterruptedException {
    return "%s.%n%n%s; %s; %s; %s."
        .formatted(
            section.does().substring(0, 1).toUpperCase(Locale.ROOT) + section.does().substring(1),
            Works.named(name).map(scale::describe).orElse(scale.rounds + " iterations a fork"),
            LocalDate.now(ZoneOffset.UTC),
            commit(),
            Machine.describe());
  }

  /** The commit of the sources that are measured. */
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

  private void requireKnown(String name) {
    if (!ALL.contains(name)) {
      throw new ParameterException(
          spec.commandLine(), "no work " + name + "; there are " + String.join(", ", ALL));
    }
  }
}
