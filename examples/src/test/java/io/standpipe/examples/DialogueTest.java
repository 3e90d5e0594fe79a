package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.ExitStatus;
import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialogueTest {
  private static final ExitStatus OK = new ExitStatus.Exited(0);

  @TempDir Path folder;

  @Test
  void clientsAtTheSameTimeEachGetTheirOwnReplies() throws Exception {
    List<Run> clients = new ArrayList<>();
    try (Run server = server(6)) {
      for (int i = 0; i < 3; i++) {
        clients.add(client());
      }
      for (Run client : clients) {
        assertAnswered(client, server);
      }
      assertThat(server.lines()).hasSize(6).allMatch(line -> Got.parse(line).pid() == server.pid());
      assertThat(server.end()).isEqualTo(OK);
    } finally {
      for (Run client : clients) {
        client.close();
      }
    }
  }

  @Test
  void clientThatComesBeforeTheServerWaitsForIt() throws Exception {
    try (Run client = client();
        Run server = server(2)) {
      assertAnswered(client, server);
      assertThat(server.end()).isEqualTo(OK);
    }
  }

  @Test
  void replyToAClientThatHasGoneReachesNobodyElse() throws Exception {
    try (Run server = server(3)) {
      server.child();
      try (PipeWriter request =
          Fifo.createIfAbsent(folder.resolve("pipefifo.request")).openWriter()) {
        request.write("Hello from one who does not wait\n");
        try (Run client = client()) {
          assertAnswered(client, server);
        }
      }
      assertThat(server.end()).isEqualTo(OK);
    }
  }

  private Run server(int rounds) throws Exception {
    String path = folder.resolve("pipefifo").toString();
    return Run.start(
        NamedPipe.class, "--dialogue", "--path", path, "--rounds", Integer.toString(rounds));
  }

  private Run client() throws Exception {
    String path = folder.resolve("pipefifo").toString();
    return Run.start(NamedPipe.class, "--dialogue", "-child", "--path", path);
  }

  private static void assertAnswered(Run client, Run server) throws Exception {
    String form = "Client %1$d got: \"Server %2$d got: [Hello %3$d from client %1$d]\"";
    assertThat(client.lines())
        .containsExactly(
            String.format(form, client.pid(), server.pid(), 1),
            String.format(form, client.pid(), server.pid(), 2));
    assertThat(client.end()).isEqualTo(OK);
  }
}
