package io.standpipe.cli.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a link's log back, strictly: a record with a wrong member is an error. */
record JsonLinesLogReader(List<Map<String, String>> records) {
  static JsonLinesLogReader read(Path log) throws IOException {
    List<Map<String, String>> records = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      records.add(parse(line));
    }
    return new JsonLinesLogReader(records);
  }

  private static Map<String, String> parse(String line) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        members.put(name, json.getText());
      }
    }
    Instant.parse(members.get("time"));
    Long.parseLong(members.get("pid"));
    return members;
  }

  /** What one side said: all its pieces together. */
  byte[] bytesOf(String side) {
    var bytes = new ByteArrayOutputStream();
    for (Map<String, String> each : of(side)) {
      if (each.containsKey("text")) {
        bytes.writeBytes(each.get("text").getBytes(StandardCharsets.UTF_8));
      } else if (each.containsKey("base64")) {
        bytes.writeBytes(Base64.getDecoder().decode(each.get("base64")));
      }
    }
    return bytes.toByteArray();
  }

  List<Map<String, String>> of(String side) {
    return records.stream().filter(each -> each.get("from").equals(side)).toList();
  }

  /** The sides that have said that they will say no more, and then said no more. */
  List<String> ended() {
    return List.of("A", "B").stream()
        .filter(side -> "true".equals(of(side).getLast().get("end")))
        .toList();
  }
}
