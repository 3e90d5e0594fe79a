package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.standpipe.Child;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.examples.recipes.JsonRpc;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The MCP reference server: one JSON text per line, answers in any order, notifications. */
class McpServerTest {
  private static final ConversationOptions OPTIONS =
      JsonRpc.options(Framing.ndjson()).limit(Programs.LIMIT);
  private static final String VERSION = "2025-06-18";

  @Test
  void everyCallOfAToolIsAnswered() throws Exception {
    try (Child child = Programs.fromNpm("mcp-server-everything", "stdio").piped().start();
        Conversation talk = Conversation.with(child, OPTIONS)) {
      var server = new JsonRpc(talk);
      JsonNode self =
          server.call(
              "initialize",
              Map.of(
                  "protocolVersion",
                  VERSION,
                  "capabilities",
                  Map.of(),
                  "clientInfo",
                  Map.of("name", "test", "version", "1")));
      assertThat(self.get("protocolVersion").asText()).isEqualTo(VERSION);
      server.tell("notifications/initialized", null);
      List<CompletableFuture<JsonNode>> asked = new ArrayList<>();
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        assertThat(text(server.call("tools/call", echo(i)))).isEqualTo("Echo: " + said(i));
        asked.add(server.ask("tools/call", sum(i)));
      }
      for (int i = Programs.QUESTIONS - 1; i >= 0; i--) {
        assertThat(text(asked.get(i).join())).contains(" " + (i + 1000) + ".");
      }
      assertThatThrownBy(() -> server.call("tools/nothing", Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("-32601");
      talk.closeWriter();
      assertThat(child.await(Programs.LIMIT)).isPresent();
    }
  }

  private static String said(int i) {
    return "“" + i + "”\n\r\t \u2028 😀";
  }

  private static Object echo(int i) {
    return Map.of("name", "echo", "arguments", Map.of("message", said(i)));
  }

  private static Object sum(int i) {
    return Map.of("name", "get-sum", "arguments", Map.of("a", i, "b", 1000));
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asText();
  }
}
