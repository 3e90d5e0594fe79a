package io.standpipe.cli.option;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.standpipe.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class FramingConverterTest {
  private static Framing framing(String text) {
    return new FramingConverter().convert(text).framing();
  }

  private static String written(String framing, String message) throws IOException {
    var out = new ByteArrayOutputStream();
    framing(framing).writer(Channels.newChannel(out)).write(message);
    return out.toString(ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "lines, hello_",
    "crlf, hello^_",
    "nul, hello0",
    "netstring, '5:hello,'",
    "content-length, Content-Length: 5^_^_hello",
    "fixed:5, hello",
    "length:1, 5hello",
    "length:2be, 05hello",
    "length:2le, 50hello",
    "length:4be, 0005hello",
    "length:4le, 5000hello",
    "delimiter:;, hello;",
    "delimiter:a:b, helloa:b",
  })
  void eachIsWhatItsNameSays(String framing, String expected) throws IOException {
    // Digits that are lengths stand for bytes, as do ^ and _.
    String bytes =
        framing.startsWith("length") || framing.equals("nul")
            ? expected.replace('0', '\0').replace('5', '\5')
            : expected.replace('^', '\r').replace('_', '\n');

    assertThat(written(framing, "hello")).isEqualTo(bytes);
  }

  @Test
  void jsonLinesTakeJsonOnly() throws IOException {
    assertThat(written("ndjson", "{}")).isEqualTo("{}\n");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> written("ndjson", "{\n}"));
  }

  @Test
  void theNativeOrderIsThatOfTheMachine() throws IOException {
    String name = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? "be" : "le";

    assertThat(written("length:4native", "a")).isEqualTo(written("length:4" + name, "a"));
  }

  @Test
  void aDelimiterMayHaveBytesThatAreNoText() throws IOException {
    assertThat(written("delimiter:\udcff", "a")).isEqualTo("a\u00ff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "line",
        "LINES",
        "fixed:",
        "fixed:-1",
        "fixed:0",
        "fixed:99999999999",
        "length:3be",
        "length:2",
        "length:1be",
        "delimiter:",
        "delimiter"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> framing(text))
        .withMessageContaining("; write ");
  }
}
