package io.standpipe.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesLogTest {
  private static final LinkedProgram A = new LinkedProgram("A", 797, "bc", "bc");
  private static final LinkedProgram B = new LinkedProgram("B", 798, "asker", "asker");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("log");
  }

  /** Says the bytes in pieces, cut at random positions. */
  private void sayInPieces(JsonLinesLog log, LinkedProgram speaker, byte[] bytes, Random random)
      throws Exception {
    int start = 0;
    while (start < bytes.length) {
      int end = Math.min(bytes.length, start + 1 + random.nextInt(5));
      log.said(speaker, Arrays.copyOfRange(bytes, start, end));
      start = end;
    }
    log.fellSilent(speaker);
  }

  @Test
  void aRecordSaysWhenWhoAndWhat() throws Exception {
    try (JsonLinesLog log = JsonLinesLog.create(file())) {
      log.said(A, "2\n".getBytes(StandardCharsets.UTF_8));
      log.fellSilent(A);
    }

    String time = "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",";
    assertThat(Files.readString(file()))
        .matches(
            time
                + "\"from\":\"A\",\"pid\":797,\"program\":\"bc\",\"text\":\"2\\\\n\"}\n"
                + time
                + "\"from\":\"A\",\"pid\":797,\"program\":\"bc\",\"end\":true}\n");
  }

  @Test
  @Tag("pitfall-53")
  void onlyItsOwnerMayReadIt() throws Exception {
    Files.writeString(file(), "old");
    JsonLinesLog.create(file()).close();

    assertThat(file()).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aRecordIsInTheFileAtOnce() throws Exception {
    try (JsonLinesLog log = JsonLinesLog.create(file())) {
      log.said(A, new byte[] {'x'});

      assertThat(JsonLinesLogReader.read(file()).bytesOf("A")).containsExactly('x');
    }
  }

  @Test
  @Tag("pitfall-17")
  void aCharacterThatTwoReadsHaveTornApartIsText() throws Exception {
    byte[] text = "aé€😀z".repeat(200).getBytes(StandardCharsets.UTF_8);
    try (JsonLinesLog log = JsonLinesLog.create(file())) {
      sayInPieces(log, A, text, new Random(1));
      sayInPieces(log, B, text, new Random(2));
    }

    JsonLinesLogReader log = JsonLinesLogReader.read(file());
    assertThat(log.records()).noneMatch(each -> each.containsKey("base64"));
    assertThat(log.bytesOf("A")).isEqualTo(text);
    assertThat(log.bytesOf("B")).isEqualTo(text);
  }

  @Test
  void everyByteOfAnyStreamIsKept() throws Exception {
    var random = new Random(3);
    byte[] bytes = new byte[5000];
    random.nextBytes(bytes);
    try (JsonLinesLog log = JsonLinesLog.create(file())) {
      sayInPieces(log, A, bytes, random);
    }

    assertThat(JsonLinesLogReader.read(file()).bytesOf("A")).isEqualTo(bytes);
  }

  @Test
  void anUnfinishedCharacterAtTheEndIsKept() throws Exception {
    try (JsonLinesLog log = JsonLinesLog.create(file())) {
      log.said(A, new byte[] {'a', (byte) 0xe2, (byte) 0x82});
      log.fellSilent(A);
    }

    List<Map<String, String>> records = JsonLinesLogReader.read(file()).of("A");
    assertThat(records).hasSize(3);
    assertThat(records.get(0)).containsEntry("text", "a");
    assertThat(records.get(1)).containsEntry("base64", "4oI=");
    assertThat(records.get(2)).containsEntry("end", "true");
  }

  @Test
  void whatIsSaidAfterTheCloseIsDropped() throws Exception {
    JsonLinesLog log = JsonLinesLog.create(file());
    log.close();

    log.said(A, new byte[] {'x'});

    assertThat(file()).isEmptyFile();
  }
}
