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

/** Reads the log of a link strictly: a record with an unknown member is an error. */
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

  /** All bytes that one side wrote. */
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

  /** The sides with an end record, after which they have no other. */
  List<String> ended() {
    return List.of("A", "B").stream()
        .filter(side -> "true".equals(of(side).getLast().get("end")))
        .toList();
  }
}
