package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process at its limit of descriptors, with each number of them left: an error that says so,
 * nothing left open, and all is well as soon as there are descriptors again.
 */
@Tag("pitfall-21")
class PipeAtLimitTest {
  private static final int LIMIT = 64;

  /** Two pipes; the pidfd finds room when the child's ends have been closed, or is one more. */
  private static final int NEEDED = 4;

  /** An inotify for the next meeting at a fifo, or an eventfd for the next wait for an exit. */
  private static final int KEPT = 1;

  @TempDir private Path folder;

  /** Each line that it prints is a failure; the last is {@code done}. */
  static final class Program {
    private static final Deque<FileInputStream> HOARD = new ArrayDeque<>();

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      loadAllClasses();
      switch (arguments[0]) {
        case "first-wait" -> firstWait();
        case "places" -> placesUpToTheLimit();
        case "fifo" -> fifoWithFewLeft(Path.of(arguments[1]));
        case "start" -> startWithFewLeft();
        case "tree" -> treeWithNoneLeft();
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("done");
    }

    /** From a folder of classes each takes a descriptor for a moment, so while there are some. */
    private static void loadAllClasses() throws Exception {
      Path folder = Path.of(Pipe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(file -> file.toString().endsWith(".class")).toList();
      }
      for (Path file : files) {
        String name = folder.relativize(file).toString().replace('/', '.').replace(".class", "");
        if (!name.endsWith("-info")) {
          Class.forName(name);
        }
      }
      var loaded = new CountDownLatch(1);
      var wait = Background.parked(ThreadKind.VIRTUAL, () -> loaded.await(10, TimeUnit.SECONDS));
      loaded.countDown();
      assertThat(wait.value()).isTrue();
    }

    private static void hoard() {
      while (true) {
        try {
          HOARD.push(new FileInputStream("/dev/null"));
        } catch (IOException e) {
          return;
        }
      }
    }

    private static int read(Pipe pipe) throws IOException {
      return pipe.reader().read(ByteBuffer.allocate(1), Duration.ofSeconds(10));
    }

    /** The loop cannot be made for want of a descriptor; later it can. */
    private static void firstWait() throws Exception {
      Pipe pipe = Pipe.open();
      hoard();
      try (Pipe none = Pipe.open()) {
        System.out.println("it opened " + none);
      } catch (ErrnoException e) {
        if (!e.getMessage().startsWith("open a pipe: Too many open files; this process has")) {
          System.out.println(e);
        }
      }
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println("it read " + read(pipe));
        } catch (ErrnoException e) {
          if (!e.errnoName().equals("EMFILE")) {
            System.out.println(e);
          }
        }
      }
      HOARD.pop().close();
      var read = Background.parked(ThreadKind.VIRTUAL, () -> read(pipe));
      pipe.writer().write("x");
      if (read.value() != 1) {
        System.out.println("read " + read.value());
      }
      pipe.close();
    }

    /** From none left to plenty: each start works, or fails and leaves nothing. */
    private static void startWithFewLeft() throws Exception {
      Command command = Command.of("/bin/sh", "-c", "read line; exit 3").piped();
      command.stdin(Redirect.nothing()).stdout(Redirect.nothing()).anyExit().run();
      hoard();
      int all = HOARD.size();
      for (int left = 0; left < 12; left++) {
        for (int i = 0; i < left; i++) {
          HOARD.pop().close();
        }
        boolean started = start(command);
        hoard();
        if (HOARD.size() < all - KEPT) {
          System.out.println(
              left + " left: " + all + " were free before, " + HOARD.size() + " after");
        }
        if (started != left > NEEDED) {
          System.out.println(left + " left: started " + started);
        }
      }
    }

    /** To give the child the last number that there can be, there is no room to move others to. */
    private static void placesUpToTheLimit() throws Exception {
      try {
        Command.of("true").fd(LIMIT - 1, Redirect.nothing()).run();
      } catch (ErrnoException e) {
        if (!e.getMessage().contains("ulimit -n")) {
          System.out.println(e);
        }
      }
      Command.of("true").fd(LIMIT / 2, Redirect.nothing()).run();
    }

    /** Nobody comes, so each opening runs out of time, or of descriptors before. */
    private static void fifoWithFewLeft(Path folder) throws Exception {
      Fifo existing = Fifo.create(folder.resolve("existing"));
      openForMoment(existing);
      hoard();
      int all = HOARD.size();
      for (int left = 0; left < 8; left++) {
        for (int i = 0; i < left; i++) {
          HOARD.pop().close();
        }
        openForMoment(existing);
        Path path = folder.resolve("made" + left);
        try {
          Fifo.create(path).delete();
        } catch (ErrnoException e) {
          if (!e.errnoName().equals("EMFILE") || Files.exists(path)) {
            System.out.println(left + " left: " + e + (Files.exists(path) ? ", but made" : ""));
          }
        }
        hoard();
        if (HOARD.size() < all - KEPT) {
          System.out.println(
              left + " left: " + all + " were free before, " + HOARD.size() + " after");
        }
      }
    }

    private static void openForMoment(Fifo fifo) throws Exception {
      try {
        fifo.openReader(Duration.ofMillis(10)).close();
        System.out.println("it met nobody");
      } catch (DeadlineExceededException e) {
        // As it should be.
      } catch (ErrnoException e) {
        if (!e.errnoName().equals("EMFILE")) {
          System.out.println(e);
        }
      }
    }

    /** One that has left the group and whose parent is gone is known from an earlier look only. */
    private static void treeWithNoneLeft() throws Exception {
      Child child =
          Scripts.sh("setsid sleep 100 & read line")
              .stdin(Redirect.pipe())
              .stdout(Redirect.nothing())
              .start();
      Eventually.holds("its descendant is seen", () -> !child.descendants().isEmpty());
      List<Long> there = child.descendants();
      child.stdin().close();
      child.await();
      hoard();
      if (!child.descendants().equals(there) || child.awaitTree(Duration.ofMillis(50))) {
        System.out.println("with no descriptor left: " + child.descendants());
      }
      HOARD.forEach(Program::close);
      if (!child.stop(StopPolicy.killAtOnce()).survivors().isEmpty()
          || ProcessHandle.of(there.getFirst()).filter(ProcessHandle::isAlive).isPresent()) {
        System.out.println("not stopped: " + there);
      }
      child.close();
    }

    private static void close(FileInputStream hoarded) {
      try {
        hoarded.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean start(Command command) throws Exception {
      try (Child child = command.start()) {
        child.stdin().close();
        if (!child.await().equals(new ExitStatus.Exited(3))) {
          System.out.println(child.await());
        }
        return true;
      } catch (ErrnoException e) {
        if (!e.errnoName().equals("EMFILE")) {
          System.out.println(e);
        }
        return false;
      }
    }
  }

  private static String run(String... what) throws Exception {
    List<String> words = Command.self(Program.class, what).words();
    return Scripts.sh("ulimit -n " + LIMIT + "; exec \"$@\"", words.toArray(String[]::new)).read();
  }

  @Test
  void aFirstWaitAtTheLimitFailsWithAReasonAndIsPossibleLater() throws Exception {
    assertThat(run("first-wait")).isEqualTo("done");
  }

  /** In particular a child that is started, but for which no pidfd is left, is not waited for. */
  @Test
  void aStartWithAnyNumberOfDescriptorsLeftWorksOrFailsAndLeavesNothing() throws Exception {
    assertThat(run("start")).isEqualTo("done");
  }

  @Test
  void descendantsAreNotForgottenWhereProcCannotBeRead() throws Exception {
    assertThat(run("tree")).isEqualTo("done");
  }

  @Test
  void aFifoWithAnyNumberOfDescriptorsLeftTimesOutOrFailsAndLeavesNothing() throws Exception {
    assertThat(run("fifo", folder.toString())).isEqualTo("done");
  }

  @Test
  void aChildsDescriptorNextToTheLimitWorksOrNamesTheLimit() throws Exception {
    assertThat(run("places")).isEqualTo("done");
  }
}
