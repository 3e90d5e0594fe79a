package io.standpipe.cli.worker;

import io.standpipe.RestartPolicy;
import io.standpipe.cli.option.CountConverter;
import picocli.CommandLine.ITypeConverter;

/** Reads how many restarts in a row a program is given: a number, or {@code unlimited}. */
final class RestartsConverter implements ITypeConverter<RestartPolicy> {
  static final String UNLIMITED = "unlimited";

  @Override
  public RestartPolicy convert(String text) {
    RestartPolicy standard = RestartPolicy.standard();
    return text.equals(UNLIMITED)
        ? standard.unlimited()
        : standard.budget(new CountConverter(0).convert(text));
  }
}
