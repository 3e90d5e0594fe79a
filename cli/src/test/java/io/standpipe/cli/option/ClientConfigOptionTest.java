package io.standpipe.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.output.ExitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClientConfigOptionTest {
  private static final class Probe extends BaseCommand {
    final ClientConfigOption config = new ClientConfigOption(this);

    Probe() {
      super("probe", "Reads properties.");
    }

    @Override
    protected int execute() {
      return 0;
    }
  }

  @TempDir Path folder;

  private Map<String, String> read(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("client.properties"), text);
    return parse("--config", file.toString());
  }

  private static Map<String, String> parse(String... words) throws ExitException {
    var probe = new Probe();
    var _ = new CommandLine(probe.spec()).parseArgs(words);
    return probe.config.properties();
  }

  @Test
  void everyPropertyPassesUntouched() throws Exception {
    String text =
        """
        # ours
        bootstrap.servers = a:1,b:2
        sasl.jaas.config=x required \\
            password="p w";
        my.own\\:thing=\\u00e9
        empty=
        """;

    assertThat(read(text))
        .containsOnly(
            Map.entry("bootstrap.servers", "a:1,b:2"),
            Map.entry("sasl.jaas.config", "x required password=\"p w\";"),
            Map.entry("my.own:thing", "é"),
            Map.entry("empty", ""));
  }

  @Test
  void withoutAFileTheBrokerIsOnThisMachine() throws Exception {
    assertThat(parse()).containsOnly(Map.entry("bootstrap.servers", "localhost:9092"));
  }

  @Test
  void aMistypedFileDoesNotMeanThisMachine() {
    assertFails("bootstrap.server=a:1", "bootstrap.servers is missing");
  }

  @Test
  void anEscapeThatIsNoneIsToldWithoutTheLine() {
    assertFails("bootstrap.servers=a\nssl.key.password=\\usecret", "a \\u is not followed by");
  }

  private void assertFails(String text, String line) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(ExitException.class, e -> assertThat(e.exitCode()).isEqualTo(78))
        .hasMessageStartingWith("read client properties " + folder)
        .hasMessageContaining(line)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> parse("--config", "/no/such"))
        .hasMessage("read client properties /no/such: No such file or directory");
    assertThatThrownBy(() -> parse("--config", folder.toString()))
        .hasMessageContaining("Is a directory");
  }
}
