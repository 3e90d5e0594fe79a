package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Installed;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The constants equal those of this machine's C headers: a C program prints the values in the
 * headers, and the test compares them. Skipped, and shown as skipped, without a C compiler.
 */
class AbiTest {
  /** Fields that have another name in C, or are no constants of C. */
  private static final Set<String> NOT_IN_HEADERS = Set.of("PIPE_BUF");

  /** Newer than the headers of some systems: compared where they are there, with #ifdef. */
  private static final Set<String> NEWER = Set.of("PIDFD_SIGNAL_PROCESS_GROUP");

  @TempDir private Path folder;

  @Test
  void everyConstantIsThatOfTheHeaders() throws Exception {
    Map<String, Long> ours = constants();
    ours.put("O_DIRECTORY", (long) Abi.HERE.O_DIRECTORY());
    ours.put("O_NOFOLLOW", (long) Abi.HERE.O_NOFOLLOW());
    var prints = new ArrayList<String>();
    ours.keySet().forEach(name -> prints.add(print(name)));
    Map<String, Long> theirs = printedByC(prints);
    NEWER.stream().filter(name -> !theirs.containsKey(name)).forEach(ours::remove);
    assertThat(theirs).containsAllEntriesOf(ours);
  }

  @Test
  void theEventOfEpollLiesAsTheHeadersSay() throws Exception {
    Map<String, Long> theirs =
        printedByC(
            List.of(
                "P(size, sizeof(struct epoll_event));",
                "P(data, offsetof(struct epoll_event, data));"));
    assertThat(theirs)
        .containsEntry("size", (long) Abi.HERE.epollEventSize())
        .containsEntry("data", (long) Abi.HERE.epollDataOffset());
  }

  @Test
  void theStructuresThatAreReadByOffsetLieAsTheHeadersSay() throws Exception {
    Map<String, Long> theirs =
        printedByC(
            List.of(
                "P(mode, offsetof(struct statx, stx_mode));",
                "P(code, offsetof(siginfo_t, si_code));",
                "P(pid, offsetof(siginfo_t, si_pid));",
                "P(status, offsetof(siginfo_t, si_status));",
                "P(info, sizeof(siginfo_t) <= 512);",
                "P(statx, sizeof(struct statx) <= 512);",
                "P(revents, offsetof(struct pollfd, revents));",
                "P(actions, sizeof(posix_spawn_file_actions_t) <= 1024);",
                "P(attributes, sizeof(posix_spawnattr_t) <= 1024);",
                "P(set, sizeof(sigset_t));",
                "P(action, sizeof(struct sigaction));",
                "P(flags, offsetof(struct sigaction, sa_flags));",
                "P(handler, offsetof(struct sigaction, sa_handler));",
                "P(nowait, SA_NOCLDWAIT);",
                "P(fionread, FIONREAD);",
                "P(termios, sizeof(struct termios));",
                "P(local, offsetof(struct termios, c_lflag));",
                "P(characters, offsetof(struct termios, c_cc));",
                "P(columns, offsetof(struct winsize, ws_col));",
                "P(open, SYS_pidfd_open);",
                "P(send, SYS_pidfd_send_signal);",
                "P(getfd, SYS_pidfd_getfd);"));
    assertThat(theirs)
        .containsEntry("mode", 28L)
        .containsEntry("code", 8L)
        .containsEntry("pid", 16L)
        .containsEntry("status", 24L)
        .containsEntry("info", 1L)
        .containsEntry("statx", 1L)
        .containsEntry("revents", 6L)
        .containsEntry("actions", 1L)
        .containsEntry("attributes", 1L)
        .containsEntry("set", 128L)
        .containsEntry("action", 152L)
        .containsEntry("flags", 136L)
        .containsEntry("handler", 0L)
        .containsEntry("nowait", 2L)
        .containsEntry("fionread", 0x541bL)
        .containsEntry("termios", 60L)
        .containsEntry("local", 12L)
        .containsEntry("characters", 17L)
        .containsEntry("columns", 2L)
        .containsEntry("open", 434L)
        .containsEntry("send", 424L)
        .containsEntry("getfd", 438L);
  }

  @Test
  void theNumbersOfBlockingCallsAreThoseOfTheHeaders() throws Exception {
    var ours = new HashMap<String, Long>();
    Abi.HERE.blockingCalls().forEach((number, name) -> ours.put("SYS_" + name, (long) number));
    // Some systems that Standpipe runs on have older headers; the value is the same on all.
    ours.keySet().remove("SYS_futex_wait");
    var prints = new ArrayList<String>();
    ours.keySet().forEach(name -> prints.add(print(name)));
    Map<String, Long> theirs = printedByC(prints);
    NEWER.stream().filter(name -> !theirs.containsKey(name)).forEach(ours::remove);
    assertThat(theirs).containsAllEntriesOf(ours);
  }

  /**
   * This machine lacks the other architecture's headers, so the values are from the kernel's
   * source.
   */
  @Test
  void theOtherArchitectureHasTheNumbersOfTheGenericTable() {
    Abi arm = Abi.of("aarch64").orElseThrow();
    assertThat(arm.O_DIRECTORY()).isEqualTo(040000);
    assertThat(arm.O_NOFOLLOW()).isEqualTo(0100000);
    assertThat(arm.epollEventSize()).isEqualTo(16);
    assertThat(arm.epollDataOffset()).isEqualTo(8);
    assertThat(arm.blockingCalls())
        .containsEntry(56, "openat")
        .containsEntry(63, "read")
        .containsEntry(64, "write");
    assertThat(Abi.of("riscv64")).isEmpty();
  }

  private static Map<String, Long> constants() throws IllegalAccessException {
    var ours = new HashMap<String, Long>();
    for (Class<?> holder : List.of(Constants.class, Errno.class)) {
      for (Field field : holder.getFields()) {
        ours.put(field.getName(), (long) field.getInt(null));
      }
    }
    ours.keySet().removeAll(NOT_IN_HEADERS);
    return ours;
  }

  private static String print(String name) {
    String print = "P(" + name + ", " + name + ");";
    return NEWER.contains(name) ? "#ifdef " + name + "\n" + print + "\n#endif" : print;
  }

  private Map<String, Long> printedByC(List<String> prints) throws Exception {
    Installed.orSkip("cc");
    Path source = folder.resolve("numbers.c");
    Path program = folder.resolve("numbers");
    Files.writeString(source, HEADERS + String.join("\n", prints) + "\nreturn 0; }\n");
    run(List.of("cc", "-w", "-o", program.toString(), source.toString()));
    var printed = new HashMap<String, Long>();
    for (String line : run(List.of(program.toString())).lines().toList()) {
      String[] words = line.split(" ", -1);
      printed.put(words[0], Long.valueOf(words[1]));
    }
    return printed;
  }

  private static String run(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <poll.h>
      #include <signal.h>
      #include <spawn.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/inotify.h>
      #include <linux/netlink.h>
      #include <sys/ioctl.h>
      #include <sys/mman.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/wait.h>
      #include <termios.h>
      #include <unistd.h>
      #define P(name, value) printf(#name " %lld\\n", (long long) (value))
      int main(void) {
      """;
}
