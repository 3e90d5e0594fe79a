package io.standpipe.cli.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2}, {@code 2s}, {@code 0.5}, {@code 500ms}, {@code 1m30s} or {@code 1h}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
  private static final Pattern SECONDS = Pattern.compile(NUMBER);
  private static final Pattern PART = Pattern.compile(NUMBER + "(ms|s|m|h|d)");
  private static final Pattern PARTS = Pattern.compile("(?:" + PART + ")+");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  @Override
  public Duration convert(String text) {
    try {
      Duration duration = parse(SECONDS.matcher(text).matches() ? text + "s" : text);
      if (duration.isZero()) {
        throw new TypeConversionException("\"" + text + "\" must be longer than zero");
      }
      return duration;
    } catch (ArithmeticException e) {
      throw new TypeConversionException("\"" + text + "\" is longer than the maximum of 292 years");
    }
  }

  private static Duration parse(String text) {
    if (!PARTS.matcher(text).matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a duration; write 5s, 500ms or 1m30s");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit =
          BigDecimal.valueOf(UNITS.getOrDefault(part.group(2), Duration.ZERO).toNanos());
      long nanos = new BigDecimal(part.group(1)).multiply(unit).toBigInteger().longValueExact();
      sum = sum.plusNanos(nanos);
    }
    return sum;
  }
}
