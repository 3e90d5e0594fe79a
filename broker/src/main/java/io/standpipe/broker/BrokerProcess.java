package io.standpipe.broker;

import io.standpipe.framing.Framing;
import io.standpipe.responder.Responder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/**
 * The process that all nodes run in. It reads requests from its standard input, {@code start 1 2 3}
 * or {@code stop 2}, and answers each with {@value #DONE}, or with what went wrong. It ends with
 * its input.
 */
final class BrokerProcess {
  static final String DONE = "done";
  static final String TEMPORARY = "temporary";
  static final String TO_KEEP = "to keep";

  private final Path folder;
  private final Map<Integer, BrokerNode> running = new ConcurrentHashMap<>();

  private BrokerProcess(Path folder) {
    this.folder = folder;
  }

  /**
   * Obeys requests until the input ends.
   *
   * @param args the folder of the nodes, and {@value #TEMPORARY} if it is to be deleted at the end
   */
  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    if (args[1].equals(TEMPORARY)) {
      // If our parent was killed, nobody else does it.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.deleteIfPossible(folder)));
    }
    var process = new BrokerProcess(folder);
    try {
      Responder.on(Framing.lines())
          .onFailure(BrokerProcess::describe)
          .run(request -> {
            process.obey(request);
            return DONE;
          });
    } finally {
      System.exit(0); // Kafka's threads would go on; its files are good after a sudden end, too
    }
  }

  private void obey(String request) throws Exception {
    List<String> words = List.of(request.split(" ", -1));
    int[] nodes = words.stream().skip(1).mapToInt(Integer::parseInt).toArray();
    switch (words.getFirst()) {
      case "start" -> start(nodes);
      case "stop" -> stop(nodes);
      default -> throw new IllegalArgumentException("not a request: " + request);
    }
  }

  /** Starts them at the same time: the first one waits for a majority. */
  private void start(int... nodes) throws Exception {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var starts = new ExecutorCompletionService<BrokerNode>(threads);
      for (int number : nodes) {
        starts.submit(() -> {
          BrokerNode node = BrokerNode.start(folder, number);
          running.put(number, node);
          return node;
        });
      }
      for (int i = 0; i < nodes.length; i++) {
        var _ = starts.take().get();
      }
    }
  }

  private void stop(int... nodes) {
    for (int number : nodes) {
      BrokerNode node = running.remove(number);
      if (node == null) {
        throw new IllegalStateException("node " + number + " does not run");
      }
      node.stop();
    }
  }

  /** The trace goes to standard error, which {@link NodeProcess} shows. */
  private static String describe(Exception failure) {
    failure.printStackTrace();
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    return String.valueOf(cause).replaceAll("\\R", " ");
  }
}
