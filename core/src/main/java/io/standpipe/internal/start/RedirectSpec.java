package io.standpipe.internal.start;

import io.standpipe.internal.io.End;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.io.PtySettings;
import io.standpipe.internal.posix.Descriptor;
import java.nio.file.Path;
import java.util.Optional;

/** What one descriptor of a child is: data for {@link DescriptorLayout}. */
public sealed interface RedirectSpec {
  /** This process's own descriptor of that number. */
  record Inherit() implements RedirectSpec {
    @Override
    public String toString() {
      return "inherit";
    }
  }

  /** A pipe to this process, in the direction that the descriptor's number has by convention. */
  record Pipe() implements RedirectSpec {
    @Override
    public String toString() {
      return "pipe";
    }
  }

  /** A pipe that this process writes to. */
  record PipeToChild() implements RedirectSpec {
    @Override
    public String toString() {
      return "pipe to child";
    }
  }

  /** A pipe that this process reads from. */
  record PipeFromChild() implements RedirectSpec {
    @Override
    public String toString() {
      return "pipe from child";
    }
  }

  /** {@code /dev/null}. */
  record Nothing() implements RedirectSpec {
    @Override
    public String toString() {
      return "nothing";
    }
  }

  /** How a file is opened. */
  enum FileMode {
    READ("from "),
    REPLACE("to "),
    APPEND("append to ");

    private final String text;

    FileMode(String text) {
      this.text = text;
    }
  }

  /** A file. */
  record OfFile(Path file, FileMode mode) implements RedirectSpec {
    @Override
    public String toString() {
      return mode.text + file;
    }
  }

  /** What becomes of our own end once the child has started. */
  enum AfterStart {
    KEEP_OPEN,
    CLOSE
  }

  /** The pipe of an end of this process. */
  record OfEnd(End end, AfterStart ours) implements RedirectSpec {
    @Override
    public String toString() {
      return end.of();
    }
  }

  /** A descriptor made for this child alone: closed here after the start. */
  record Lent(Descriptor end) implements RedirectSpec {
    @Override
    public String toString() {
      return "lent " + end;
    }
  }

  /** Another descriptor of the child. */
  record SameAs(int other) implements RedirectSpec {
    @Override
    public String toString() {
      return "same as " + other;
    }
  }

  /** How much of the terminal we use. */
  enum TerminalUse {
    BOTH_WAYS,
    /**
     * We only read. Our writer is closed at once: otherwise the child would not notice that its
     * output has lost its reader.
     */
    OUTPUT_ONLY
  }

  /** The child's own terminal. */
  record OfTerminal(PtySettings settings, TerminalUse use) implements RedirectSpec {
    @Override
    public String toString() {
      return "terminal";
    }
  }

  /** Bytes given in advance, then the end. */
  @SuppressWarnings("ArrayRecordComponent") // a large input is not copied
  record Input(byte[] bytes) implements RedirectSpec {
    @Override
    public String toString() {
      return "input";
    }
  }

  /** Kept in memory. */
  record Collected(int maxBytes, Keep keep) implements RedirectSpec {
    @Override
    public String toString() {
      return "capture";
    }
  }

  /** Written to the child's own terminal, and kept in memory. */
  record CollectedTerminal(OfTerminal terminal, int maxBytes) implements RedirectSpec {
    @Override
    public String toString() {
      return "terminal";
    }
  }

  /** This one, kept in memory up to {@code maxBytes}. */
  default RedirectSpec collected(int maxBytes) {
    return this instanceof OfTerminal terminal
        ? new CollectedTerminal(terminal, maxBytes)
        : new Collected(maxBytes, Keep.FIRST);
  }

  /** What does the same for an output by a terminal, if this is a pipe to us. */
  default Optional<RedirectSpec> byTerminal() {
    var terminal = new OfTerminal(PtySettings.RAW, TerminalUse.OUTPUT_ONLY);
    return switch (this) {
      case Pipe() -> Optional.of(terminal);
      case Collected(int maxBytes, Keep keep) ->
          Optional.of(new CollectedTerminal(terminal, maxBytes));
      default -> Optional.empty();
    };
  }

  /** Whether it is the child's own terminal. */
  default boolean isTerminal() {
    return this instanceof OfTerminal || this instanceof CollectedTerminal;
  }

  /** Whether the child reads there what we write. */
  default boolean isPipeFromUs() {
    return this instanceof Pipe || this instanceof PipeToChild;
  }

  /** Whether we read what the child writes there; of an output. */
  default boolean isPipeToUs() {
    return this instanceof Pipe || this instanceof PipeFromChild;
  }

  /** Whether a neighbour's pipe may replace it: it is a pipe, or what a command has by default. */
  default boolean isOpenToNeighbour() {
    return this instanceof Inherit || isPipeFromUs() || isPipeToUs();
  }

  /** Whether only we could read what the child writes there, so that we may keep it. */
  default boolean isOursToKeep() {
    return isOpenToNeighbour() || isTerminal() || this instanceof Collected;
  }
}
