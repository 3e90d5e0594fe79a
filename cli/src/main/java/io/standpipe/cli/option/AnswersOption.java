package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.conversation.Answers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --answers KIND}: which messages of a program belong to which question. */
public final class AnswersOption {
  private static final String UNTIL = "until=";
  private static final String KEY = "key=";

  private final OptionSpec kind;

  public AnswersOption(BaseCommand command) {
    kind =
        command.add(
            OptionSpec.builder("--answers")
                .paramLabel("KIND")
                .type(Answers.class)
                .converters(new Converter())
                .completionCandidates(List.of("one", UNTIL, "counted", KEY))
                .description(
                    "Where an answer ends. KIND: one message (the default); until=TEXT, all messages"
                        + " before one that is exactly TEXT; counted, a number and then that many"
                        + " messages; key=REGEX, one message, in any order, in which REGEX finds"
                        + " what it finds in the question (its first group, if it has one).")
                .build());
  }

  /** What the user gave, or one message. */
  public Answers answers() {
    Answers given = kind.getValue();
    return given == null ? Answers.one() : given;
  }

  private static final class Converter implements ITypeConverter<Answers> {
    @Override
    public Answers convert(String text) {
      if (text.equals("one")) {
        return Answers.one();
      } else if (text.equals("counted")) {
        return Answers.counted();
      } else if (text.startsWith(UNTIL)) {
        return Answers.until(text.substring(UNTIL.length()));
      } else if (text.startsWith(KEY) && text.length() > KEY.length()) {
        return Answers.key(pattern(text.substring(KEY.length())));
      }
      throw new TypeConversionException(
          "\""
              + text
              + "\" does not say where an answer ends; write one, until=TEXT, counted or"
              + " key=REGEX");
    }

    private static Pattern pattern(String regex) {
      try {
        return Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException(
            "\"" + regex + "\" is not a regular expression: " + e.getDescription());
      }
    }
  }
}
