package io.standpipe.cli.worker;

import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code keyless}, or {@code key=FIELD}. */
final class EmitConverter implements ITypeConverter<EmitConverter.Emitted> {
  static final String KEYLESS = "keyless";
  static final String KEY = "key=";

  /** The field of an answer that becomes its key, if any does. */
  record Emitted(Optional<String> keyField) {}

  @Override
  public Emitted convert(String text) {
    if (text.equals(KEYLESS)) {
      return new Emitted(Optional.empty());
    } else if (text.startsWith(KEY) && text.length() > KEY.length()) {
      return new Emitted(Optional.of(text.substring(KEY.length())));
    }
    throw new TypeConversionException(
        "\"" + text + "\" does not say which key an answer gets; write keyless or key=FIELD");
  }
}
