package io.standpipe.examples;

import io.standpipe.Child;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.doctor.BlockedCall;
import io.standpipe.doctor.PipeHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why no answer comes: one look at both sides, while this process waits for its standard input.
 *
 * <p>It is a deadlock if the child sleeps in a read of its standard input, both pipes are empty,
 * and nobody but the other side could write to either.
 *
 * @param self this process
 * @param child the other
 * @param ownInput what this process's standard input is, such as {@code pipe:[4711]}
 * @param ownWriters who could write to it
 * @param childCall what the child sleeps in, if it sleeps
 * @param childWriters who could write to the child's standard input
 * @param inPipes bytes on the way, in either pipe
 * @param unflushed bytes that this process wrote into its own buffer, and not to the pipe
 */
record Verdict(
    long self,
    long child,
    String ownInput,
    Set<Long> ownWriters,
    Optional<BlockedCall> childCall,
    Set<Long> childWriters,
    int inPipes,
    int unflushed) {

  static Verdict of(Child child, PipeReader in, PipeWriter out, HeldBack buffer)
      throws IOException {
    long self = ProcessHandle.current().pid();
    return new Verdict(
        self,
        child.pid(),
        Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString(),
        writers(self),
        BlockedCall.of(child.pid()),
        writers(child.pid()),
        in.available() + out.queued(),
        buffer.bytes());
  }

  /** Who holds a write end of the pipe that is the standard input of {@code pid}. */
  private static Set<Long> writers(long pid) {
    return PipeHolder.sharing(pid, 0).stream()
        .filter(PipeHolder::writes)
        .map(PipeHolder::pid)
        .collect(Collectors.toSet());
  }

  boolean isDeadlock() {
    boolean childReads = childCall.filter(c -> c.call().equals("read") && c.fd() == 0).isPresent();
    return childReads
        && inPipes == 0
        && ownWriters.equals(Set.of(child))
        && childWriters.equals(Set.of(self));
  }

  String childState() {
    return "child " + child + " " + childCall.map(c -> "sleeps in " + c.call()).orElse("runs");
  }

  /** The reasons, a line each. */
  List<String> lines() {
    String childInput = childCall.map(BlockedCall::file).orElse("?");
    String text =
        unflushed > 0
            ? unflushed + " bytes from parent " + self + " lie unflushed in its own buffer"
            : "parent "
                + self
                + " has nothing unflushed, and child "
                + child
                + " has read it all:"
                + " the answer lies in the child's own buffer, where it cannot be seen from here";
    return List.of(
        waits("parent " + self, "child " + child, "reads descriptor 0, " + ownInput),
        waits("child " + child, "parent " + self, "sleeps in read(0) on " + childInput),
        text);
  }

  private static String waits(String who, String forWhom, String how) {
    return who
        + " waits for "
        + forWhom
        + ": it "
        + how
        + ", which is empty, and only "
        + forWhom
        + " can write to it";
  }
}
