package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.conversation.Answers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --answers KIND}: which messages of a program belong to which question. */
public final class AnswersOption {
  private static final String UNTIL = "until=";
  private static final String KEY = "key=";
  private static final String RUN = "run";

  private final OptionSpec kind;

  public AnswersOption(BaseCommand command) {
    this(command, List.of("one", UNTIL, "counted", KEY), "");
  }

  private AnswersOption(BaseCommand command, List<String> kinds, String more) {
    kind =
        command.add(
            OptionSpec.builder("--answers")
                .paramLabel("END")
                .type(Kind.class)
                .converters(new Converter(kinds.contains(RUN)))
                .completionCandidates(kinds)
                .description(
                    "Where an answer ends. END: one message (the default); until=TEXT, all messages"
                        + " before one that is exactly TEXT; counted, a number and then that many"
                        + " messages; key=REGEX, one message, in any order, in which REGEX finds"
                        + " what it finds in the question (its first group, if it has one)"
                        + more
                        + ".")
                .build());
  }

  /** With {@code run} as a further kind. */
  public static AnswersOption orRun(BaseCommand command) {
    return new AnswersOption(
        command,
        List.of("one", UNTIL, "counted", KEY, RUN),
        "; run, one process for all records of a transaction, whose output up to its end, with exit"
            + " code 0, answers them together");
  }

  /** What the user gave, or one message; not for {@code run}. */
  public Answers answers() {
    return answersUnlessRun().orElseGet(Answers::one);
  }

  /** What the user gave, or one message; empty for {@code run}. */
  public Optional<Answers> answersUnlessRun() {
    Kind given = kind.getValue();
    return given == null ? Optional.of(Answers.one()) : given.answers;
  }

  /**
   * @param answers empty for {@code run}
   */
  private record Kind(Optional<Answers> answers) {}

  private static final class Converter implements ITypeConverter<Kind> {
    private final boolean takesRun;

    Converter(boolean takesRun) {
      this.takesRun = takesRun;
    }

    @Override
    public Kind convert(String text) {
      return new Kind(takesRun && text.equals(RUN) ? Optional.empty() : Optional.of(answers(text)));
    }

    private Answers answers(String text) {
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
              + "\" does not say where an answer ends; write one, until=TEXT, counted"
              + (takesRun ? ", key=REGEX or run" : " or key=REGEX"));
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
