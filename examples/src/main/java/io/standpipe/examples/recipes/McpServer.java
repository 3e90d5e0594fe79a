package io.standpipe.examples.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Starts up an MCP server and calls one of its tools. */
public final class McpServer {
  private McpServer() {}

  /** The tool's answer. */
  // @start region="call"
  public static String call(Command command, String tool, Map<String, Object> arguments)
      throws IOException, InterruptedException {
    Map<String, Object> us =
        Map.of(
            "protocolVersion", "2025-06-18",
            "capabilities", Map.of(),
            "clientInfo", Map.of("name", "recipe", "version", "1"));
    try (Child child = command.piped().start();
        var talk = Conversation.with(child, JsonRpc.options(Framing.ndjson()))) {
      var server = new JsonRpc(talk);
      server.call("initialize", us);
      server.tell("notifications/initialized", null);
      JsonNode result = server.call("tools/call", Map.of("name", tool, "arguments", arguments));
      talk.closeWriter(); // the end of its input ends the server
      child.await(Duration.ofSeconds(5));
      return result.at("/content/0/text").asText();
    }
  }
  // @end
}
