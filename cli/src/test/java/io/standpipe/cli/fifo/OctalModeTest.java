package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OctalModeTest {
  @ParameterizedTest
  @CsvSource({
    "622, rw--w--w-",
    "0600, rw-------",
    "777, rwxrwxrwx",
    "0, ---------",
    "1, --------x",
    "421, r---w---x"
  })
  void readsOctal(String text, String expected) {
    OctalMode mode = new OctalMode.Converter().convert(text);

    assertThat(PosixFilePermissions.toString(mode.permissions())).isEqualTo(expected);
  }
}
