package io.standpipe.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Link;
import io.standpipe.Output;
import io.standpipe.RestartPolicy;
import io.standpipe.Restarts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;

/** The code that the documentation of Command, Pipeline and Link shows. */
final class CommandSnippets {
  private CommandSnippets() {}

  static String commit(Path repository) throws IOException, InterruptedException {
    // @start region="read"
    // cd repository && git rev-parse HEAD
    String commit = Command.of("git", "rev-parse", "HEAD").directory(repository).read();
    // @end
    return commit;
  }

  static boolean contains(String text, String word) throws IOException, InterruptedException {
    // @start region="capture"
    // printf %s "$text" | timeout 5 grep "$word"; code 1 says that it found nothing
    Output found =
        Command.of("grep", "-e", word)
            .input(text)
            .timeout(Duration.ofSeconds(5))
            .success(0, 1)
            .capture();
    // @end
    return found.status().isZero();
  }

  static String greatest() throws IOException, InterruptedException {
    // @start region="pipeline"
    // seq 1 100000 | sort -rn | head -n 3
    String greatest =
        Command.of("seq", "1", "100000")
            .pipeTo(Command.of("sort", "-rn"))
            .pipeTo(Command.of("head", "-n", "3"))
            .read();
    // @end
    return greatest;
  }

  static ExitStatus dialogue(Queue<String> transcript) throws IOException, InterruptedException {
    // @start region="link"
    Command asker = Command.of("python3", "-c", "print('6 * 7', flush=True); input()");
    Command calculator = Command.of("bc");
    ExitStatus status =
        Link.between(asker, calculator)
            .tap(
                bytes -> transcript.add("asker: " + UTF_8.decode(bytes)),
                bytes -> transcript.add("calculator: " + UTF_8.decode(bytes)))
            .timeout(Duration.ofSeconds(20))
            .run();
    // @end
    return status;
  }

  static int restarts(Command program, Work work) throws IOException, InterruptedException {
    // @start region="restarts"
    // until ./program; do sleep 1; done
    Restarts restarts = RestartPolicy.standard().begin();
    while (true) {
      try (Child child = program.piped().start()) {
        while (work.step(child)) {
          restarts.succeeded();
        }
        break;
      } catch (IOException e) {
        Duration delay = restarts.next().orElseThrow(() -> e);
        Thread.sleep(delay);
      }
    }
    // @end
    return restarts.inARow();
  }

  /** What a program is needed for, in steps. */
  interface Work {
    /** Does a part of it; returns whether there is more to do. */
    boolean step(Child child) throws IOException;
  }
}
