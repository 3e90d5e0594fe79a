package io.standpipe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Eventually;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMetricsTest extends WorkerFixture {
  @TempDir Path folder;

  @Test
  void itsStatusIsAttributesOfABeanUntilItIsClosed() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var pattern = new ObjectName("io.standpipe.kafka:type=worker,*");
    in.write("a", "b", "c");
    try (Worker worker = worker(capitals("")).lanes(2).start()) {
      out.read(3);
      Set<ObjectName> names = server.queryNames(pattern, null);
      assertThat(names).hasSize(1);
      ObjectName name = names.iterator().next();
      assertThat(name.getKeyProperty("id")).contains(in.name + "-" + out.name);
      Eventually.holds("all is counted", () -> worker.status().records() == 3);
      assertThat(server.getAttribute(name, "Records")).isEqualTo(3L);
      assertThat(server.getAttribute(name, "WaitingForProgram")).isEqualTo(0);
    }
    assertThat(server.queryNames(pattern, null)).isEmpty();
  }

  @Test
  void transactionsAndFailuresOfTheProgramAreEventsOfTheJvm() throws Exception {
    in.write("a", "poison", "c");
    try (var recording = new Recording()) {
      recording.enable("io.standpipe.kafka.Transaction");
      recording.enable("io.standpipe.kafka.ProgramFailure");
      recording.start();
      String fails = "if line == 'poison': sys.exit(3)";
      try (Worker _ = worker(capitals(fails)).dead(dead.name).attempts(1).start()) {
        out.read(2);
        dead.read(1);
      }
      recording.stop();
      Path file = folder.resolve("worker.jfr");
      recording.dump(file);
      List<RecordedEvent> events = RecordingFile.readAllEvents(file);
      assertThat(events)
          .filteredOn(each -> each.getEventType().getName().endsWith("Transaction"))
          .filteredOn(each -> each.getBoolean("committed"))
          .satisfies(
              all -> assertThat(all.stream().mapToInt(e -> e.getInt("records")).sum()).isEqualTo(3))
          .satisfies(
              all -> assertThat(all.stream().mapToInt(e -> e.getInt("deadLetters")).sum()).isOne());
      assertThat(events)
          .filteredOn(each -> each.getEventType().getName().endsWith("ProgramFailure"))
          .isNotEmpty()
          .allSatisfy(each -> {
            assertThat(each.getString("kind")).isEqualTo("ENDED");
            assertThat(each.getString("reason")).contains("exited with code 3");
          });
    }
  }
}
