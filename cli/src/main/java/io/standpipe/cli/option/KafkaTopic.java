package io.standpipe.cli.option;

import io.standpipe.internal.text.Escaping;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A topic of Kafka, which stands on a command line as {@code kafka:NAME}.
 *
 * @param name without the {@code kafka:}; Kafka takes it
 */
public record KafkaTopic(String name) {
  /** What a word begins with that means a topic; a file of such a name is {@code ./kafka:x}. */
  public static final String PREFIX = "kafka:";

  private static final int LONGEST = 249;
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

  /** Whether a word means a topic and not a path. */
  public static boolean isMeant(String word) {
    return word.startsWith(PREFIX);
  }

  /** Reads {@code kafka:NAME}. */
  public static KafkaTopic parse(String word) {
    if (!isMeant(word)) {
      throw new TypeConversionException(
          Escaping.quoted(word) + " is not a topic of Kafka; write kafka:TOPIC");
    }
    String name = word.substring(PREFIX.length());
    if (name.isEmpty()) {
      throw new TypeConversionException("kafka: is without a topic; write kafka:TOPIC");
    }
    boolean legal =
        LEGAL.matcher(name).matches()
            && name.length() <= LONGEST
            && !name.equals(".")
            && !name.equals("..");
    if (!legal) {
      throw new TypeConversionException(
          Escaping.quoted(name)
              + " is not a name for a topic: Kafka takes up to 249 letters, digits, dots,"
              + " underscores and hyphens, but not . or .. alone");
    }
    return new KafkaTopic(name);
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<KafkaTopic> {
    @Override
    public KafkaTopic convert(String word) {
      return parse(word);
    }
  }

  /** As it stands on a command line. */
  @Override
  public String toString() {
    return PREFIX + name;
  }
}
