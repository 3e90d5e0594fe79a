package io.standpipe.cli.worker;

import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code keyless}, or {@code key=FIELD}. */
final class EmitConverter implements ITypeConverter<EmitConverter.Emitted> {
  static final String KEYLESS = "keyless";
  static final String KEY = "key=";

  /** A column from 1 on, or a name that is no number. */
  private static final Pattern FIELD = Pattern.compile("key=([1-9][0-9]{0,5}|.*[^0-9].*)");

  /** The field of an answer that becomes its key, if any does. */
  record Emitted(Optional<String> keyField) {}

  @Override
  public Emitted convert(String text) {
    if (text.equals(KEYLESS)) {
      return new Emitted(Optional.empty());
    } else if (FIELD.matcher(text).matches()) {
      return new Emitted(Optional.of(text.substring(KEY.length())));
    }
    throw new TypeConversionException(
        "\"" + text + "\" does not say which key an answer gets; write keyless or key=FIELD");
  }
}
