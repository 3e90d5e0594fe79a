package io.standpipe.broker;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Our side of the {@link BrokerProcess}. */
final class NodeProcess implements AutoCloseable {
  private static final int LINES = 20;

  private final Child child;
  private final Conversation talk;
  private final Path errors;
  private final Duration limit;

  private NodeProcess(Child child, Path errors, Duration limit) {
    this.child = child;
    this.talk = Conversation.with(child);
    this.errors = errors;
    this.limit = limit;
  }

  /** Starts the process, without a node in it. */
  static NodeProcess start(Path folder, BrokerOptions options) throws IOException {
    Path errors = folder.resolve("errors.txt");
    String fate = options.folder().isPresent() ? BrokerProcess.TO_KEEP : BrokerProcess.TEMPORARY;
    Child child =
        Command.of(Path.of(System.getProperty("java.home"), "bin", "java"))
            // Little is on a broker's heap: what it stores is in the kernel's page cache.
            .args("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .args("--enable-native-access=ALL-UNNAMED")
            .args(options.jvm().toArray(String[]::new))
            // Whatever simplelogger.properties comes first on the class path.
            .args("-Dorg.slf4j.simpleLogger.defaultLogLevel=error")
            .args("-cp", System.getProperty("java.class.path"))
            .args(BrokerProcess.class.getName(), folder.toString(), fate)
            .piped()
            .stderr(Redirect.to(errors))
            .tied()
            .start();
    return new NodeProcess(child, errors, options.limit());
  }

  /** Has these nodes started or stopped; returns once they are. */
  void ask(String verb, int... nodes) throws IOException {
    String numbers =
        Arrays.stream(nodes).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    String answer;
    try {
      answer = talk.ask(verb + " " + numbers, limit);
    } catch (IOException e) {
      throw new IOException(failure(verb, numbers, e.toString()), e);
    }
    if (!answer.equals(BrokerProcess.DONE)) {
      throw new IOException(failure(verb, numbers, answer));
    }
  }

  void signal(Signal signal) {
    if (!child.signal(signal)) {
      throw new IllegalStateException("the nodes have ended: " + lastErrors());
    }
  }

  private String failure(String verb, String numbers, String reason) {
    return "%s node %s in %s: %s; its standard error ends:%n%s"
        .formatted(verb, numbers, errors.getParent(), reason, lastErrors());
  }

  private String lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends the process; what another thread asks it ends with an error. */
  @Override
  public void close() {
    talk.close();
    // Kafka's files are good after a sudden end, and a suspended process would outlast a gentle
    // one.
    var _ = child.stop(StopPolicy.killAtOnce());
    child.close();
  }
}
