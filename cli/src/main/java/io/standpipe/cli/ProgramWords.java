package io.standpipe.cli;

import io.standpipe.Command;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** The words that say which programs to run: {@code A arg :: B arg}. */
final class ProgramWords {
  /** What stands between two programs; a word that a shell leaves alone. */
  private static final String SEPARATOR = "::";

  private final BaseCommand command;
  private final PositionalParamSpec words;

  ProgramWords(BaseCommand command) {
    this.command = command;
    // What stands after the first program's name is the program's, options too.
    command.spec().parser().stopAtPositional(true);
    words =
        command.add(
            PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel("PROGRAM")
                .hideParamSyntax(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .description(
                    "A program and its arguments, passed on as they are. Only a word that is"
                        + " exactly :: has a meaning: the next program follows.")
                .build());
  }

  /** At least one. */
  List<Command> commands() {
    List<String> given = words.getValue();
    if (given.isEmpty()) {
      throw mistake("no program given");
    }
    List<Command> commands = new ArrayList<>();
    var program = new ArrayList<String>();
    for (String word : given) {
      if (word.equals(SEPARATOR)) {
        commands.add(
            command(program, commands.isEmpty() ? "before the first ::" : "between two ::"));
        program.clear();
      } else {
        program.add(word);
      }
    }
    commands.add(command(program, "after the last ::"));
    return commands;
  }

  /** Exactly as many. */
  List<Command> commands(int expected) {
    List<Command> commands = commands();
    if (commands.size() != expected) {
      throw mistake(expected + " programs with :: between them expected, not " + commands.size());
    }
    return commands;
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
