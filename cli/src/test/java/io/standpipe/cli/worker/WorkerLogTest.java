package io.standpipe.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.kafka.WorkerFigures;
import io.standpipe.cli.kafka.WorkerFigures.WaitingFor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLogTest {
  private static final WorkerFigures RESTARTED =
      new WorkerFigures(1300, 2600, 1, 2, 3, 8, 0, 0, 0, 2, WaitingFor.BROKER);

  @TempDir Path folder;

  @Test
  void aRecordTellsAllFigures() throws Exception {
    Path file = folder.resolve("log");
    try (WorkerLog log = WorkerLog.open(file)) {
      log.started(FakeWorker.SOME);
      log.ended(RESTARTED, 70);
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .matches("\\{\"time\":\"20[0-9T:.-]+Z\",\"records\":1234,\"recordsPerSecond\":0.0,.*")
        .endsWith(
            "\"answers\":2468,\"lag\":10234,\"inFlight\":12,\"inFlightBytes\":3400,"
                + "\"deadLetters\":0,\"restarts\":0,\"transactions\":7,\"aborts\":0,\"lanes\":2,"
                + "\"waitingFor\":\"program\"}");
    assertThat(lines.getLast())
        .contains("\"deadLetters\":1,\"restarts\":2")
        .endsWith("\"waitingFor\":\"broker\",\"exitCode\":70}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aLookWritesOnlyWhatHasHappened() throws Exception {
    Path file = folder.resolve("log");
    try (WorkerLog log = WorkerLog.open(file)) {
      log.started(FakeWorker.SOME);
      log.look(FakeWorker.SOME);
      log.look(RESTARTED);
      log.look(RESTARTED);
    }

    assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("\"restarts\":2");
  }

  @Test
  void aLogThatCannotBeWrittenDoesNotStopTheWork() throws Exception {
    try (WorkerLog log = WorkerLog.open(Path.of("/dev/full"))) {
      log.started(FakeWorker.SOME);
      log.look(RESTARTED);
      log.ended(RESTARTED, 0);
    }
  }

  @Test
  void withoutAFileNothingIsWritten() throws Exception {
    try (WorkerLog log = WorkerLog.open(null)) {
      log.started(FakeWorker.SOME);
      log.ended(FakeWorker.SOME, 0);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
