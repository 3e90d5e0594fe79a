package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.SIGKILL;

import io.standpipe.internal.io.End;
import io.standpipe.internal.io.InputPump;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.io.PtyChannel;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.Relay;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.WaitStatus;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.CommandText;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.StopLimits;
import io.standpipe.internal.tree.StopSequence;
import io.standpipe.internal.tree.Stoppable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A running child with our ends of its pipes. Safe from any thread. */
public final class StartedProcess implements Stoppable {
  private final CommandSpec spec;
  private final ChildProcess process;
  private final DescriptorLayout layout;
  private final List<End> taken = new CopyOnWriteArrayList<>();
  private volatile Set<Integer> crossed = Set.of();

  StartedProcess(CommandSpec spec, ChildProcess process, DescriptorLayout layout) {
    this.spec = spec;
    this.process = process;
    this.layout = layout;
    for (Relay relay : layout.relays()) {
      relay.childStarted();
      process.whenEnded(relay::childEnded);
    }
  }

  /**
   * Blocks until what it wrote to relayed descriptors has been delivered, or the deadline has come:
   * whether it has. After SIGKILL this does not block: that must end even a program whose output no
   * process takes.
   */
  public boolean awaitDelivered(Deadline deadline) throws InterruptedException {
    for (Relay relay : layout.relays()) {
      if (!isKilled() && !relay.awaitDelivered(deadline)) {
        return false;
      }
    }
    return true;
  }

  private boolean isKilled() {
    long status = process.status();
    return status >= 0 && !WaitStatus.exited(status) && WaitStatus.value(status) == SIGKILL;
  }

  /** What was started: with what the buffering fix has changed. */
  public CommandSpec spec() {
    return spec;
  }

  public ChildProcess process() {
    return process;
  }

  /** Our end of the pipe that the child reads from at {@code n}, if there is one. */
  public @Nullable WriteEnd writer(int n) {
    return layout.writers().get(n);
  }

  /** Our end of the pipe that the child writes to at {@code n}, if there is one. */
  public @Nullable ReadEnd reader(int n) {
    return layout.readers().get(n);
  }

  public @Nullable PtyChannel terminal() {
    return layout.terminal();
  }

  /** Our ends of its pipes and its terminal, and those taken while we were crossed with it. */
  public List<End> ends() {
    List<End> ends = layout.ends();
    ends.addAll(taken);
    return ends;
  }

  /** The standard descriptors of this process that are ends of its pipes now. */
  public Set<Integer> crossed() {
    return crossed;
  }

  /** Says which standard descriptors of this process are ends of its pipes from now on. */
  public void crossed(Set<Integer> descriptors) {
    crossed = descriptors;
  }

  /** Adds one of those as an end: it belongs to this child. */
  public void take(End end) {
    taken.removeIf(other -> !other.isOpen());
    taken.add(end);
  }

  public List<InputPump> pumps() {
    return layout.pumps();
  }

  public List<OutputCollector> collectors() {
    return List.copyOf(layout.collectors().values());
  }

  /** What keeps the output at descriptor {@code n}; null where nothing is to be kept. */
  public @Nullable OutputCollector collector(int n) {
    return layout.collectors().get(n);
  }

  /** Keeps what comes to our end of descriptor {@code n} from now on. To be called once for it. */
  public OutputCollector collect(int n, int maxBytes, Keep keep) {
    ReadEnd reader = Objects.requireNonNull(reader(n));
    var collector = new OutputCollector(reader, maxBytes, keep);
    layout.collectors().put(n, collector);
    collector.start();
    return collector;
  }

  /** Writes {@code bytes} to its standard input from now on, then ends it. To be called once. */
  public InputPump feed(byte[] bytes) {
    var pump = new InputPump(Objects.requireNonNull(writer(0)), bytes);
    layout.pumps().add(pump);
    pump.start();
    return pump;
  }

  /** Ends the writing of input that was given in advance: how many bytes the pipe took. */
  public long endInput() throws IOException, InterruptedException {
    long accepted = 0;
    for (InputPump pump : layout.pumps()) {
      accepted += pump.end();
    }
    return accepted;
  }

  /** Kills it with all that it has started, reaps it and closes our ends. */
  void discard() {
    StopSequence.run(List.of(this), StopLimits.KILL);
    closeOurs();
  }

  /** Closes our ends of its pipes, and the descriptor that names its group after its end. */
  public void closeOurs() {
    layout.closeOurs();
    process.forgetGroup();
  }

  /** As {@link #closeOurs}, but reads and drops what it still writes, so that it can live on. */
  public void drainOurs() {
    layout.drainOurs();
    process.forgetGroup();
  }

  @Override
  public boolean closeInput() {
    WriteEnd input = writer(0);
    if (input != null) {
      input.close();
    }
    return input != null && process.isAlive();
  }

  @Override
  public void look() {
    process.look();
  }

  @Override
  public void signalAll(int signal) {
    process.signalAll(signal);
  }

  @Override
  public boolean awaitTree(Deadline deadline) throws InterruptedException {
    return process.awaitTree(deadline);
  }

  /** {@code child 797 (python3 -u child.py)}. */
  @Override
  public String toString() {
    return "child " + process.pid() + " (" + CommandText.line(spec.shownWords()) + ")";
  }
}
