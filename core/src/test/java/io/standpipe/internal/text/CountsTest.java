package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountsTest {
  @Test
  void oneIsSingular() {
    assertThat(Counts.count(0, "byte", "bytes")).isEqualTo("0 bytes");
    assertThat(Counts.count(1, "byte", "bytes")).isEqualTo("1 byte");
    assertThat(Counts.count(2, "byte", "bytes")).isEqualTo("2 bytes");
  }

  @Test
  void aListNamesAtMostEight() {
    assertThat(Counts.list(List.of())).isEmpty();
    assertThat(Counts.list(List.of("a"))).isEqualTo("a");
    assertThat(Counts.list(List.of("a", "b"))).isEqualTo("a and b");
    assertThat(Counts.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    List<Integer> many = IntStream.rangeClosed(1, 10).boxed().toList();
    assertThat(Counts.list(many)).isEqualTo("1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
  }
}
