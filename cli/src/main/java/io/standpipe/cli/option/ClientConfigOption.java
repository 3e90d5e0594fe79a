package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code --config FILE}: how to reach the brokers of Kafka. The properties are Kafka's own, and
 * reach its clients as they are; which ones there are is none of our business.
 */
public final class ClientConfigOption {
  private static final String SERVERS = "bootstrap.servers";
  private static final String LOCAL = "localhost:9092";

  private final BaseCommand command;
  private final OptionSpec file;

  public ClientConfigOption(BaseCommand command) {
    this.command = command;
    file =
        command.add(
            OptionSpec.builder("--config")
                .paramLabel("FILE")
                .type(Path.class)
                .converters(new PathConverter())
                .description(
                    "Properties for Kafka's clients, such as bootstrap.servers=host:9092 and those"
                        + " for TLS and SASL, passed on untouched. Default: "
                        + SERVERS
                        + "="
                        + LOCAL
                        + ".")
                .build());
  }

  /** To be called where nothing of Kafka is used: refuses the option, which has no effect then. */
  public void refuse(String where) {
    if (command.isGiven(file)) {
      throw command.mistake("--config has no effect " + where);
    }
  }

  /** The properties, sorted by name; those for a broker on this machine if no file was given. */
  public Map<String, String> properties() throws ExitException {
    Path path = file.getValue();
    if (path == null) {
      return Map.of(SERVERS, LOCAL);
    }
    Map<String, String> all = new TreeMap<>();
    Properties read = read(path);
    read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
    if (!all.containsKey(SERVERS)) {
      throw failed(
          path, SERVERS + " is missing; it says where the brokers are, as host:9092", null);
    }
    return all;
  }

  /** In ISO-8859-1, as Kafka's own commands read such a file. */
  private static Properties read(Path path) throws ExitException {
    var properties = new Properties();
    try (InputStream in = Files.newInputStream(path)) {
      properties.load(in);
      return properties;
    } catch (FileSystemException e) {
      throw failed(path, ExitException.reason(e), e);
    } catch (IllegalArgumentException e) {
      // Its message may show a secret.
      throw failed(path, "a \\u is not followed by four hexadecimal digits", null);
    } catch (IOException e) {
      throw failed(path, String.valueOf(e.getMessage()), e);
    }
  }

  private static ExitException failed(Path path, String why, @Nullable Exception cause) {
    return new ExitException(
        ExitCode.MISCONFIGURED, "read client properties " + path + ": " + why, cause);
  }
}
