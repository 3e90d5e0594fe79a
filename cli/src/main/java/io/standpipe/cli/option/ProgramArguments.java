package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** The arguments that name the programs to run: {@code A arg :: B arg}. */
public final class ProgramArguments {
  /** Separates two programs. A word that a shell passes on unchanged. */
  private static final String SEPARATOR = "::";

  private final BaseCommand command;
  private final PositionalParamSpec words;

  /** Takes all words after the options. */
  public ProgramArguments(BaseCommand command) {
    this(
        command,
        "0..*",
        "A program and its arguments, passed on unchanged. Only a word that is exactly :: has a"
            + " meaning: it separates two programs.");
    // Whatever follows the first program's name belongs to the program, even options.
    command.spec().parser().stopAtPositional(true);
  }

  /** Takes all words after the first, which is another argument; options may follow that one. */
  public static ProgramArguments afterFirst(BaseCommand command) {
    return new ProgramArguments(
        command, "1..*", "A program and its arguments, passed on unchanged. Put -- before them.");
  }

  private ProgramArguments(BaseCommand command, String index, String description) {
    this.command = command;
    words =
        command.add(
            PositionalParamSpec.builder()
                .index(index)
                .arity("0..*")
                .paramLabel("PROGRAM")
                .hideParamSyntax(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .description(description)
                .build());
  }

  /** The programs, at least one, with what standpipe was given by its caller. */
  public List<Command> commands() throws IOException {
    List<String> given = words.getValue();
    if (given.isEmpty()) {
      throw mistake("no program given");
    }
    HandedOn handedOn = HandedOn.ofCaller();
    List<Command> commands = new ArrayList<>();
    var program = new ArrayList<String>();
    for (String word : given) {
      if (word.equals(SEPARATOR)) {
        String place = commands.isEmpty() ? "before the first ::" : "between two ::";
        commands.add(handedOn.to(command(program, place)));
        program.clear();
      } else {
        program.add(word);
      }
    }
    commands.add(handedOn.to(command(program, "after the last ::")));
    return commands;
  }

  /** The programs, exactly {@code expected} of them. */
  public List<Command> commands(int expected) throws IOException {
    List<Command> commands = commands();
    if (commands.size() != expected) {
      String what = expected == 1 ? "one program" : expected + " programs with :: between them";
      throw mistake("takes " + what + ", not " + commands.size());
    }
    return commands;
  }

  /**
   * One program: the one that was given or, of several, {@code standpipe run} with all of them,
   * which ends with the exit code of the last one that failed.
   *
   * @param options of {@code run}, for several
   */
  public Command asOne(String... options) throws IOException {
    List<Command> commands = commands();
    if (commands.size() == 1) {
      return commands.getFirst();
    }
    List<String> given = words.getValue();
    var run = new ArrayList<>(List.of("run"));
    run.addAll(List.of(options));
    run.add("--");
    run.addAll(given);
    return HandedOn.ofCaller().toSelf(Command.self(run.toArray(new String[0])));
  }

  /** Whether {@link #commands} has more than one. */
  public boolean areSeveral() {
    return words().contains(SEPARATOR);
  }

  /** The words as they were given. */
  public List<String> words() {
    return words.getValue();
  }

  private Command command(List<String> program, String place) {
    if (program.isEmpty()) {
      throw mistake("no program " + place);
    }
    return UserLocale.restored(Command.of(program));
  }

  private ParameterException mistake(String what) {
    return new ParameterException(command.line(), what);
  }
}
