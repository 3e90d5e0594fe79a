package io.standpipe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.bench.contender.Serve;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorksTest {
  @Test
  void eachContenderHasItsProgram() {
    for (Work work : Works.ALL) {
      for (Contender contender : work.contenders()) {
        List<String> words = contender.words();
        switch (contender.language()) {
          case JAVA ->
              assertThat(Serve.has(words.get(0), words.get(1))).as("java %s", words).isTrue();
          case C -> assertThat(Path.of("limit", words.getFirst() + ".c")).isRegularFile();
          case PYTHON, PEXPECT ->
              assertThat(Path.of("peers", words.getFirst() + ".py")).isRegularFile();
          case NODE -> assertThat(Path.of("peers", words.getFirst() + ".mjs")).isRegularFile();
        }
      }
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(Works.ALL)
        .extracting(Work::name)
        .doesNotHaveDuplicates()
        .doesNotContain(Codecs.NAME, Inner.NAME);
    for (Work work : Works.ALL) {
      assertThat(work.contenders()).extracting(Contender::name).doesNotHaveDuplicates();
    }
  }
}
