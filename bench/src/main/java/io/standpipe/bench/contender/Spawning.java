package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import io.standpipe.Command;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.zeroturnaround.exec.ProcessExecutor;

/**
 * Starts {@code /bin/true} and waits for its exit, repeated until the time is over. The child
 * shares the standard streams if the library can do that. Each exit code is checked.
 */
final class Spawning {
  private static final String PROGRAM = "/bin/true";

  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", repeated(Spawning::standpipe),
          "jdk", repeated(Spawning::jdk),
          "nuprocess", repeated(Spawning::nuProcess),
          "zt-exec", repeated(Spawning::ztExec),
          "commons-exec", repeated(Spawning::commonsExec),
          "pty4j", repeated(Spawning::pty4j));

  private Spawning() {}

  private static Round repeated(Round.Step step) {
    return millis -> Round.forMillis(millis, step);
  }

  private static void standpipe() throws Exception {
    Command.of(PROGRAM).run();
  }

  private static void jdk() throws Exception {
    succeeded(new ProcessBuilder(PROGRAM).inheritIO().start().waitFor());
  }

  private static void nuProcess() throws Exception {
    NuProcess process = new NuProcessBuilder(new NuAbstractProcessHandler() {}, PROGRAM).start();
    succeeded(process.waitFor(0, TimeUnit.SECONDS));
  }

  private static void ztExec() throws Exception {
    new ProcessExecutor(PROGRAM).exitValueNormal().execute();
  }

  private static void commonsExec() throws Exception {
    succeeded(DefaultExecutor.builder().get().execute(new CommandLine(PROGRAM)));
  }

  private static void pty4j() throws Exception {
    PtyProcess process = new PtyProcessBuilder(new String[] {PROGRAM}).start();
    succeeded(process.waitFor());
    process.destroy(); // releases the terminal
  }

  private static void succeeded(int code) {
    require(code == 0, PROGRAM + " ended with code " + code);
  }
}
