package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.standpipe.Child;
import io.standpipe.ExitStatus;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.examples.recipes.JsonRpc;
import io.standpipe.framing.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** bash-language-server: lengths in bytes, notifications, and requests to the client. */
class LanguageServerTest {
  private static final ConversationOptions OPTIONS =
      JsonRpc.options(Framing.contentLength()).limit(Programs.LIMIT);
  private static final String FILE = "file:///nowhere/functions.sh";

  @Test
  @Tag("pitfall-17")
  void everyFunctionIsFoundWhereItIsDefined() throws Exception {
    try (Child child = Programs.fromNpm("bash-language-server", "start").piped().start();
        Conversation talk = Conversation.with(child, OPTIONS)) {
      var server = new JsonRpc(talk);
      JsonNode self = server.call("initialize", Map.of("capabilities", Map.of()));
      assertThat(self.at("/capabilities/definitionProvider").asBoolean()).isTrue();
      server.tell("initialized", Map.of());
      server.tell("textDocument/didOpen", document());
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        assertIsInLine(i, server.call("textDocument/definition", placeOfCall(i)));
      }
      List<CompletableFuture<JsonNode>> asked = new ArrayList<>();
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        asked.add(server.ask("textDocument/definition", placeOfCall(i)));
      }
      for (int i = Programs.QUESTIONS - 1; i >= 0; i--) {
        assertIsInLine(i, asked.get(i).join());
      }
      assertThat(server.call("shutdown", null).isNull()).isTrue();
      server.tell("exit", null);
      assertThat(child.await(Programs.LIMIT)).contains(new ExitStatus.Exited(0));
    }
  }

  /** Function i is defined in line i and called in line QUESTIONS + i. */
  private static Object document() {
    var text = new StringBuilder();
    for (int i = 0; i < Programs.QUESTIONS; i++) {
      text.append("f%d() { echo “%d € 😀”; }\n".formatted(i, i));
    }
    for (int i = 0; i < Programs.QUESTIONS; i++) {
      text.append("f%d\n".formatted(i));
    }
    return Map.of(
        "textDocument",
        Map.of("uri", FILE, "languageId", "shellscript", "version", 1, "text", text.toString()));
  }

  private static Object placeOfCall(int i) {
    return Map.of(
        "textDocument",
        Map.of("uri", FILE),
        "position",
        Map.of("line", Programs.QUESTIONS + i, "character", 1));
  }

  private static void assertIsInLine(int line, JsonNode definition) {
    assertThat(definition).as("%s", definition).hasSize(1);
    assertThat(definition.at("/0/uri").asText()).isEqualTo(FILE);
    assertThat(definition.at("/0/range/start/line").asInt(-1)).isEqualTo(line);
  }
}
