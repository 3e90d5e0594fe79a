package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void everyConstantHasTheNumberOfItsName() throws Exception {
    for (Field field : Errno.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
      assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
    }
  }

  @Test
  void theTextIsTheSystemsInEnglishWhateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMAN);
      assertThat(Errno.text(Errno.ENOENT)).isEqualTo("No such file or directory");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aNumberWithoutANameIsShownAsSuch() {
    assertThat(Errno.name(4242)).isEqualTo("errno 4242");
    assertThat(Errno.text(4242)).isEqualTo("Unknown error 4242");
  }
}
