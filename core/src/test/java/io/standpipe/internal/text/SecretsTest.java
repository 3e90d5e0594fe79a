package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is masked whole, however it stands in a text. */
@Tag("pitfall-57")
class SecretsTest {
  private final Secrets secrets = new Secrets(List.of("abcd", "cdef", "one\ntwo2\n}"));

  @ParameterizedTest
  @CsvSource({
    "abcdef, ***",
    "<abcdef>, <***>",
    "abcdabcd, ***",
    "cdefabcd, ***",
    "abc def, abc def",
  })
  void secretsThatOverlapAreMaskedTogether(String text, String shown) {
    assertThat(secrets.mask(text)).isEqualTo(shown);
  }

  @Test
  void aSecretThatOverlapsWithItselfIsMaskedWhole() {
    assertThat(new Secrets(List.of("aba")).mask("xababax")).isEqualTo("x***x");
  }

  @Test
  void ofASecretWithSeveralLinesEachLineIsMasked() {
    assertThat(secrets.mask("-one\ntwo2\n}-")).isEqualTo("-***-");
    assertThat(secrets.mask("one\r\ntwo2\r\n}\r\n")).isEqualTo("***\r\n***\r\n***\r\n");
    assertThat(secrets.mask("it is two2 here")).isEqualTo("it is *** here");
  }

  /** Otherwise a brace in a secret would mask every brace. */
  @Test
  void aShortLineOfASecretIsMaskedOnlyWhereItIsTheWholeLine() {
    assertThat(secrets.mask("}")).isEqualTo("***");
    assertThat(secrets.mask("{ a }")).isEqualTo("{ a }");
    assertThat(secrets.mask("one more")).isEqualTo("one more");
  }

  @ParameterizedTest
  @CsvSource({
    "the abc, the ***",
    "the a, the ***",
    "bcd is it, *** is it",
    "bc, ***",
    "cde, ***",
    "f, ***",
    "abcd, ***",
    "nothing, nothing",
  })
  void aPartOfATextMasksPartsOfASecretAtItsEdges(String text, String shown) {
    assertThat(secrets.maskPart(text)).isEqualTo(shown);
  }

  @Test
  void whatIsInUseAnywhereIsKnown() {
    assertThat(Secrets.maskKnown("-abcd-")).isEqualTo("-***-");
    assertThat(Secrets.maskKnownPart("-ab")).isEqualTo("-***");
    assertThat(secrets.all()).as("and it is still in use").hasSize(3);
  }

  @Test
  void aCopyWithOneMoreLeavesTheFirstAsItWas() {
    assertThat(secrets.with("xyz").mask("abcd xyz")).isEqualTo("*** ***");
    assertThat(secrets.mask("abcd xyz")).isEqualTo("*** xyz");
    assertThat(secrets).hasToString("3 secrets");
  }
}
