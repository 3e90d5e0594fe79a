package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.P_PID;
import static io.standpipe.internal.posix.Constants.WEXITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Leaks;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new child has: its descriptors, arguments, environment, directory and signals. */
class NativeSpawnTest {
  private static final long SIGPIPE_BIT = 1L << 12;

  /** Tests each number, because listing the folder would open a descriptor itself. */
  private static final String OPEN_ONES =
      "o=; for n in $(seq 0 400); do [ -e /proc/self/fd/$n ] && o=\"$o $n\"; done; echo $o";

  private final Posix posix = Platform.posix();
  @TempDir private Path folder;

  @Test
  @Tag("pitfall-28")
  void theChildHasExactlyWhatItWasGivenInAJvmFullOfOpenFiles() throws Exception {
    var files = new ArrayList<RandomAccessFile>();
    try {
      for (int i = 0; i < 100; i++) {
        files.add(new RandomAccessFile(folder.resolve("file" + i).toFile(), "rw"));
      }
      assertThat(run(null, null, List.of(0), OPEN_ONES, 0)).isEqualTo("0 1 2");
    } finally {
      for (RandomAccessFile file : files) {
        file.close();
      }
    }
  }

  @Test
  void whereMinusOneStandsNothingIsOpen() {
    assertThat(run(null, null, List.of(-1), OPEN_ONES, 0)).isEqualTo("1 2");
  }

  /** Each source's number is another's place, so the first dup2 must not overwrite a source. */
  @Test
  void sourcesThatStandOnEachOthersPlacesAllArrive() throws Exception {
    Leaks before = Leaks.snapshot();
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      var pipes = new ArrayList<RawPipe>();
      try {
        for (int i = 0; i < 6; i++) {
          pipes.add(new RawPipe(0));
          pipes.get(i).fillWith("p" + i + "\n");
        }
        assertEachArrives(pipes, random, seed);
      } finally {
        pipes.forEach(RawPipe::close);
      }
    }
    Leaks.assertNoneSince(before);
  }

  /** The child prints the first line of each of its descriptors from 3 upwards. */
  private void assertEachArrives(List<RawPipe> pipes, Random random, long seed) {
    int highest = pipes.stream().mapToInt(RawPipe::readEnd).max().orElseThrow();
    var extra = new ArrayList<>(Collections.nCopies(highest - 2, 0));
    var script = new StringBuilder();
    var expected = new ArrayList<String>();
    var places = new ArrayList<Integer>();
    pipes.forEach(pipe -> places.add(pipe.readEnd()));
    Collections.shuffle(places, random);
    for (int i = 0; i < pipes.size(); i++) {
      int place = places.get(i);
      extra.set(place - 3, pipes.get(i).readEnd());
      script.append("read line </proc/self/fd/").append(place).append("; echo $line;");
      expected.add("p" + i);
    }
    var descriptors = new ArrayList<Integer>();
    descriptors.add(-1);
    descriptors.addAll(extra);
    assertThat(run(null, null, descriptors, script.toString(), 0))
        .as("seed %d", seed)
        .isEqualTo(String.join("\n", expected));
  }

  @Test
  void oneSourceMayStandAtSeveralPlaces() {
    try (var pipe = new RawPipe(0)) {
      pipe.fillWith("a\nb\n");
      int fd = pipe.readEnd();
      assertThat(run(null, null, List.of(fd, fd, fd), "echo /proc/self/fd/[034]", 0))
          .isEqualTo("/proc/self/fd/0 /proc/self/fd/3 /proc/self/fd/4");
    }
  }

  @Test
  void theEnvironmentIsTheOneGiven() {
    assertThat(run(List.of("SPAM=ü and =", "X="), null, List.of(-1), "env | grep -v PWD", 0))
        .contains("SPAM=ü and =", "X=")
        .doesNotContain("PATH");
  }

  @Test
  void theDirectoryIsTheOneGiven() throws Exception {
    Path real = folder.toRealPath();
    assertThat(run(null, real.toString(), List.of(-1), "pwd", 0)).isEqualTo(real.toString());
  }

  @Test
  @Tag("pitfall-35")
  void wordsArriveByteForByte() {
    var odd = CString.decode(new byte[] {(byte) 0xff, ' ', '$', '*', '\n', (byte) 0xc3});
    assertThat(output(List.of("/bin/sh", "-c", "printf %s. \"$@\"", "sh", odd, "", "ü"), List.of()))
        .isEqualTo(odd + "..ü.");
  }

  @Test
  @Tag("pitfall-2")
  void theChildBlocksNoSignalAndDiesOfSigpipe() throws Exception {
    List<String> status =
        run(null, null, List.of(-1), "grep Sig /proc/self/status", 0).lines().toList();
    assertThat(mask(status, "SigBlk")).isZero();
    assertThat(mask(status, "SigIgn") & SIGPIPE_BIT).isZero();
    String self = Files.readString(Path.of("/proc/self/status"));
    assertThat(mask(self.lines().toList(), "SigCgt") & SIGPIPE_BIT)
        .as("the JVM's own handler for SIGPIPE stays")
        .isNotZero();
  }

  @Test
  void theChildLeadsAGroupOrASessionOfItsOwnWhereAskedTo() {
    String script = "echo $$; cut -d' ' -f5,6 /proc/$$/stat";
    String[] group =
        run(null, null, List.of(-1), script, Constants.POSIX_SPAWN_SETPGROUP).split("\\s", -1);
    assertThat(group[1]).isEqualTo(group[0]);
    assertThat(group[2]).isNotEqualTo(group[0]);
    String[] session =
        run(null, null, List.of(-1), script, Constants.POSIX_SPAWN_SETSID).split("\\s", -1);
    assertThat(session[2]).isEqualTo(session[0]);
  }

  private static long mask(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.parseUnsignedLong(line.substring(name.length() + 1).strip(), 16))
        .findFirst()
        .orElseThrow();
  }

  /** Runs a shell; element 0 of {@code others} is its descriptor 0, the rest follow from 3 on. */
  private String run(
      @Nullable List<String> environment,
      @Nullable String directory,
      List<Integer> others,
      String script,
      int flags) {
    try (var out = new RawPipe(0)) {
      var descriptors = new ArrayList<Integer>(List.of(others.get(0), out.writeEnd(), 2));
      descriptors.addAll(others.subList(1, others.size()));
      var words = List.of("sh", "-c", script);
      var plan = new SpawnPlan("/bin/sh", words, environment, directory, descriptors, flags);
      return finish(out, posix.posix_spawn(plan));
    }
  }

  private String output(List<String> words, List<Integer> others) {
    try (var out = new RawPipe(0)) {
      var descriptors = new ArrayList<Integer>(List.of(-1, out.writeEnd(), 2));
      descriptors.addAll(others);
      var plan = new SpawnPlan(words.get(0), words, null, null, descriptors, 0);
      return finish(out, posix.posix_spawn(plan));
    }
  }

  private String finish(RawPipe out, int pid) {
    assertThat(pid).isPositive();
    out.closeWriteEnd();
    ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
    while (posix.read(out.readEnd(), bytes) > 0) {}
    assertThat(WaitStatus.exited(posix.waitid(P_PID, pid, WEXITED))).isTrue();
    return CString.decode(Arrays.copyOf(bytes.array(), bytes.position())).stripTrailing();
  }
}
