package io.standpipe.cli.doctor.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveServerTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int LIMIT_MILLIS = 30_000;

  @TempDir private Path folder;

  private LiveServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(ViewScope scope) throws IOException {
    server = LiveServer.start(0, () -> DiagnosisView.now(scope), INTERVAL);
  }

  private void start() throws IOException {
    start(new ViewScope(Set.of(ProcessHandle.current().pid()), false, false));
  }

  private int port() {
    return URI.create(server.url()).getPort();
  }

  /** Uses a plain socket, because HTTP clients do not let callers set the Host header. */
  private String ask(String method, String path, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      String request =
          "%s %s HTTP/1.1\r\n%sConnection: close\r\n\r\n"
              .formatted(method, path, host.isEmpty() ? "" : "Host: " + host + "\r\n");
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String get(String path) throws IOException {
    return ask("GET", path, "127.0.0.1:" + port());
  }

  @Test
  void itListensOnLoopbackAtTheUrlThatItTells() throws Exception {
    start();

    assertThat(server.url()).matches("http://127\\.0\\.0\\.1:\\d+/");
    assertThat(get("/"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("\r\nContent-security-policy: default-src 'none'; script-src 'nonce-")
        .containsIgnoringCase("\r\nX-content-type-options: nosniff\r\n")
        .containsIgnoringCase("\r\nCache-control: no-store\r\n")
        .doesNotContainIgnoringCase("Access-Control-Allow-Origin")
        .contains("<body data-interval-millis=\"1000\">");
    assertThat(ask("GET", "/", "localhost:" + port())).startsWith("HTTP/1.1 200 ");
  }

  /** DNS rebinding: a foreign host name that resolves to this server. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", ""})
  void aRequestForAnotherHostGetsNothing(String host) throws Exception {
    start();

    String answer = ask("GET", "/look", host.replace("PORT", Integer.toString(port())));

    assertThat(answer).matches("(?s)HTTP/1.1 4(21|00) .*").doesNotContain("<main>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE"})
  void nothingCanBeDoneButToRead(String method) throws Exception {
    start();

    assertThat(ask(method, "/look", "127.0.0.1:" + port()))
        .startsWith("HTTP/1.1 405 ")
        .contains("GET, HEAD")
        .doesNotContain("<main>");
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    start();

    assertThat(ask("HEAD", "/look", "127.0.0.1:" + port()))
        .startsWith("HTTP/1.1 200 ")
        .containsPattern("(?i)\r\nContent-length: [1-9]")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/look/x", "/../etc/passwd", "/%2e%2e/", "/look.html"})
  void thereIsNothingElse(String path) throws Exception {
    start();

    assertThat(get(path)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void textThatAProgramHoldsBackIsShownOnRequestAlone() throws Exception {
    try (ShellScene scene =
        ShellScene.of(folder, "(echo secret; exec sleep 1000) | tr a-z A-Z | cat")) {
      scene.await(p -> p.diagnosis().toString().contains("SECRET"));
      start(new ViewScope(scene.pids(), false, false));
      String masked = get("/") + get("/look");
      server.close();
      start(new ViewScope(scene.pids(), false, true));

      assertThat(masked).contains("has 7 unflushed bytes").doesNotContain("SECRET");
      assertThat(get("/look")).contains("they are &quot;SECRET\\n&quot;");
    }
  }

  /** Clients of a machine's other users, or of a browser with many tabs. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: "})
  void itAnswersWhileManyConnectionsSayNothingOrHalfASentence(String said) throws Exception {
    start();
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port());
        socket.getOutputStream().write(said.getBytes(US_ASCII));
        idle.add(socket);
      }
      assertThat(get("/look")).startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectionThatSaysNothingIsDropped() throws Exception {
    start();
    try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port())) {
      socket.setSoTimeout(LIMIT_MILLIS / 2);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aConnectionEndsWithItsAnswer() throws Exception {
    start();
    try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      String request = "GET /look HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).contains("<main>");
    }
  }

  @Test
  @Tag("slow")
  void theBrowserDrawsWhatComesAfterThePage() throws Exception {
    DiagnosisView before =
        DiagnosisView.now(new ViewScope(Set.of(ProcessHandle.current().pid()), false, false));
    try (ShellScene scene = ShellScene.ring(folder, 2)) {
      DiagnosisView after = scene.await(DiagnosisView::hasDeadlock);
      var looks = new AtomicInteger();
      // The first look is the one in the page itself.
      Duration interval = Duration.ofMillis(100);
      server = LiveServer.start(0, () -> looks.incrementAndGet() < 2 ? before : after, interval);

      String shown = Chromium.elements(folder.resolve("profile"), server.url());

      assertThat(shown)
          .contains("<title>Deadlock, likely: 2 processes")
          .contains(
              "<h2 class=\"verdict warning\">Deadlock, likely: 2 processes wait for each other")
          .contains("<g id=\"node1\" class=\"node process warning\">")
          .containsPattern("<p id=\"told\"[^>]*>Deadlock, likely")
          .containsPattern("<p id=\"lost\"[^>]* hidden");
    }
  }
}
