package io.standpipe.cli.option;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --buffering}: cures for a program that holds its output back because it sees a pipe. */
public final class BufferingOption {
  private static final List<String> NAMES =
      Arrays.stream(Buffering.values()).map(BufferingOption::name).toList();

  private final OptionSpec option;

  public BufferingOption(BaseCommand command) {
    option =
        command.add(
            OptionSpec.builder("--buffering")
                .paramLabel("CURE")
                .type(Buffering.class)
                .converters(new Converter())
                .completionCandidates(NAMES)
                .initialValue(Buffering.AUTO)
                .description(
                    "What is done lest the program holds its output back, as many do on a pipe: "
                        + String.join(", ", NAMES)
                        + "; auto, if not given, finds out. --debug tells what was done.")
                .build());
  }

  public Buffering buffering() {
    return option.getValue();
  }

  /** What a started program got: {@code bc -l (buffering: stdbuf)}. */
  public static String describe(Child child) {
    return Printable.text(String.join(" ", child.words()))
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
      throw new TypeConversionException(String.join(", ", NAMES) + " expected: " + text);
    }
  }
}
