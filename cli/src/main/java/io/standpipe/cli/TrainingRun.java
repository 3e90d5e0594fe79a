package io.standpipe.cli;

import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.cli.job.JvmSignals;
import io.standpipe.cli.option.HandedOn;
import io.standpipe.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * Does once, during the build, what most starts of the command do. The JDK records it in the AOT
 * cache from which the launcher starts. Reads nothing, prints nothing, leaves nothing behind.
 */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Runs the commands and checks their exit codes.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    PipeWriter report = PipeWriter.inherited(2);
    // Closing them puts /dev/null in their place, so that the programs do not print to the build's
    // log.
    PipeReader.inherited(0).close();
    PipeWriter.inherited(1).close();
    PipeWriter.inherited(2).close();
    HandedOn.claimProcess();
    JvmSignals.restoreDefault("INT");
    try {
      var _ = Command.ownArguments(args);
      train();
    } catch (Exception e) {
      report.write("standpipe: training failed: " + e + "\n");
      throw e;
    }
    System.exit(0); // like after a failure; see Main
  }

  private static void train() throws Exception {
    expect(0, "--help");
    expect(0, "run", "--help");
    expect(0, "--version");
    expect(0, "run", "--", "echo", "b a", "::", "cat", "::", "sort");
    expect(0, "run", "--timeout", "1m", "echo", "é");
    expect(ExitCode.USAGE, "run", "--");
    expect(ExitCode.NOT_FOUND, "run", "/no/such/program");
    String asks = "echo question; read answer";
    String answers = "read question; echo answer";
    expect(0, "link", "--transcript", "--", "sh", "-c", asks, "::", "sh", "-c", answers);
    expect(ExitCode.DEADLOCK, "link", "--", "cat", "::", "cat");
    expect(0, "talk", "--", "echo", "answer");
    trainFifo();
    // Not the doctor, because every start, even of run, loads all that is in the cache.
  }

  private static void trainFifo() throws Exception {
    Path folder = Files.createTempDirectory("standpipe-training");
    Path fifo = folder.resolve("fifo");
    String path = fifo.toString();
    try {
      expect(0, "fifo", "create", path);
      expect(0, "fifo", "ls", folder.toString());
      var writing =
          new FutureTask<>(() -> expect(0, "fifo", "write", "--timeout", "1m", path, "x"));
      Thread.ofPlatform().start(writing);
      expect(0, "fifo", "read", "--timeout", "1m", path);
      writing.get();
      expect(0, "fifo", "rm", path);
      expect(ExitCode.FAILED, "fifo", "read", path);
    } finally {
      Files.deleteIfExists(fifo);
      Files.delete(folder);
    }
  }

  private static int expect(int expected, String... words) throws IOException {
    int code = Main.execute(List.of(words));
    if (code != expected || ExitCode.signal(code) != 0) {
      throw new IOException(String.join(" ", words) + ": exit code " + code + ", not " + expected);
    }
    return code;
  }
}
