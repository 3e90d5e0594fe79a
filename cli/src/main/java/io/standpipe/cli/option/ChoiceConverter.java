package io.standpipe.cli.option;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the values of an enum, {@code AT_LEAST_ONCE} as {@code at-least-once}. */
public final class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> values;

  public ChoiceConverter(Class<E> type) {
    this.values = List.of(type.getEnumConstants());
  }

  /** The words for {@code values}, in their order. */
  public List<String> words() {
    return values.stream().map(ChoiceConverter::word).toList();
  }

  /** The word for a value. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public E convert(String text) {
    return values.stream()
        .filter(value -> word(value).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "\"" + text + "\" is not one of " + String.join(", ", words())));
  }
}
