package io.standpipe.cli.option;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.internal.text.Escaping;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --buffering}: ways to keep a program from holding back its output in a pipe. */
public final class BufferingOption {
  private static final List<String> NAMES =
      Arrays.stream(Buffering.values()).map(BufferingOption::name).toList();

  private final OptionSpec option;

  public BufferingOption(BaseCommand command) {
    this(command, "; --debug shows the choice");
  }

  /**
   * @param more what else is to be said of the default
   */
  public BufferingOption(BaseCommand command, String more) {
    option =
        command.add(
            OptionSpec.builder("--buffering")
                .paramLabel("METHOD")
                .type(Buffering.class)
                .converters(new Converter())
                .completionCandidates(NAMES)
                .initialValue(Buffering.AUTO)
                .description(
                    "How to keep the program from holding back its output, as many do on a pipe: "
                        + String.join(", ", NAMES)
                        + ". The default, auto, chooses by the program"
                        + more
                        + ".")
                .build());
  }

  public Buffering buffering() {
    return option.getValue();
  }

  /** The words of a started program and the method in use: {@code bc -l (buffering: stdbuf)}. */
  public static String describe(Child child) {
    return Escaping.printable(String.join(" ", child.words()))
        + " (buffering: "
        + name(child.buffering())
        + ")";
  }

  private static String name(Buffering buffering) {
    return buffering.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static final class Converter implements ITypeConverter<Buffering> {
    @Override
    public Buffering convert(String text) {
      for (Buffering each : Buffering.values()) {
        if (name(each).equals(text)) {
          return each;
        }
      }
      throw new TypeConversionException(
          "\"%s\" is not one of %s".formatted(text, String.join(", ", NAMES)));
    }
  }
}
