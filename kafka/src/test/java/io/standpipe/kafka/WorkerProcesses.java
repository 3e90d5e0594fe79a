package io.standpipe.kafka;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.broker.Brokers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Workers in processes of their own, which can be suspended, killed and started again. */
final class WorkerProcesses implements AutoCloseable {
  private static final int LANES = 2;

  private final List<Command> commands = new ArrayList<>();
  private final List<Child> workers = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();

  WorkerProcesses(Brokers brokers, Topic in, Topic out, Topic dead, int count, Command program)
      throws IOException {
    for (int i = 0; i < count; i++) {
      var words = new ArrayList<String>();
      words.add(brokers.bootstrapServers());
      words.addAll(List.of(in.name, out.name, dead.name, "worker" + i, Integer.toString(LANES)));
      words.addAll(program.words());
      commands.add(
          Command.self(WorkerProcess.class, words.toArray(String[]::new))
              .stdin(Redirect.pipe())
              .tied());
      prefixes.add("standpipe-" + in.name + "-" + out.name + "-worker" + i + "-");
      workers.add(commands.get(i).start());
    }
  }

  int count() {
    return workers.size();
  }

  /** What the transactional ids of a worker's lanes begin with. */
  String prefix(int worker) {
    return prefixes.get(worker);
  }

  void suspend(int worker) {
    workers.get(worker).signal(Signal.STOP);
  }

  void resume(int worker) {
    workers.get(worker).signal(Signal.CONT);
  }

  /** Ends a worker at once, and starts another one in its place. */
  void replace(int worker) throws IOException, InterruptedException {
    workers.get(worker).signal(Signal.KILL);
    ExitStatus _ = workers.get(worker).await();
    workers.get(worker).close();
    workers.set(worker, commands.get(worker).start());
  }

  /** Asks a worker to end. Blocks until it has ended. */
  void end(int worker) throws InterruptedException {
    workers.get(worker).stdin().close();
    ExitStatus _ = workers.get(worker).await();
  }

  /** Ends a worker at once. */
  void kill(int worker) throws InterruptedException {
    workers.get(worker).signal(Signal.KILL);
    ExitStatus _ = workers.get(worker).await();
  }

  /** The programs that a worker has started. */
  List<ProcessHandle> programs(int worker) {
    return ProcessHandle.of(workers.get(worker).pid())
        .map(handle -> handle.children().toList())
        .orElse(List.of());
  }

  @Override
  public void close() {
    for (Child worker : workers) {
      worker.stdin().close();
    }
    for (Child worker : workers) {
      worker.stop();
      worker.close();
    }
  }
}
