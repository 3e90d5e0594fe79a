package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/** Adds options with a value to a command. The value is null where the user gave none. */
public final class ValueOption {
  private ValueOption() {}

  /** An option whose values may be anything that the converter takes. */
  public static OptionSpec add(
      BaseCommand command,
      String name,
      String label,
      Class<?> type,
      ITypeConverter<?> converter,
      String description) {
    return add(command, name, label, type, converter, List.of(), description);
  }

  /**
   * An option for which the shell completes some words.
   *
   * @param label one that no other such option of the command has: the completion script of picocli
   *     would take the words of the last of them for all
   */
  public static OptionSpec add(
      BaseCommand command,
      String name,
      String label,
      Class<?> type,
      ITypeConverter<?> converter,
      List<String> words,
      String description) {
    OptionSpec.Builder option =
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(type)
            .converters(converter)
            .description(description);
    return command.add((words.isEmpty() ? option : option.completionCandidates(words)).build());
  }

  /** An option whose values are those of an enum. */
  public static <E extends Enum<E>> OptionSpec choice(
      BaseCommand command, String name, String label, Class<E> type, String description) {
    var converter = new ChoiceConverter<>(type);
    return add(command, name, label, type, converter, converter.words(), description);
  }

  /** What the user gave, or {@code otherwise}. */
  public static <T> T or(OptionSpec option, T otherwise) {
    T given = option.getValue();
    return given == null ? otherwise : given;
  }
}
