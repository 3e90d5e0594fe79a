package io.standpipe.cli.doctor;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a process id. */
final class PidConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    // No kernel assigns a higher one: PID_MAX_LIMIT is 4194304.
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new TypeConversionException("\"" + text + "\" is not a process id");
    }
    return Long.valueOf(text);
  }
}
