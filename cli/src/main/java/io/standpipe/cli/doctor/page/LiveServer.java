package io.standpipe.cli.doctor.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.standpipe.cli.doctor.view.DiagnosisView;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The page, live: {@code /} is the page, {@code /look} the part of it that changes. It can be read
 * and nothing else, and from this machine only.
 *
 * <p>A page from elsewhere in the same browser must not read it either. Its scripts may send
 * requests here but not read the answers, as nothing here permits that (CORS); unless its own name
 * is made to lead to 127.0.0.1 (DNS rebinding): then the browser takes this for that page's own
 * server. But it sends that name along, and whoever asks for another host than this gets no answer.
 *
 * <p>Other users of this machine can read it as well: a port has no owner. So what it shows is what
 * they may mostly see in /proc themselves, and unflushed text only on request.
 */
public final class LiveServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int HTTP = 80;

  static {
    // Read by the server when it is first used (module jdk.httpserver): one that does not end its
    // request, or does not read the answer, is not waited for; nor are more served than ask in
    // earnest.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "64");
  }

  private final HttpServer server;
  private final CachedView looks;
  private final Duration interval;
  private final Set<String> hosts;

  private LiveServer(HttpServer server, CachedView looks, Duration interval) {
    this.server = server;
    this.looks = looks;
    this.interval = interval;
    int port = server.getAddress().getPort();
    hosts =
        port == HTTP
            ? Set.of("127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80")
            : Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /**
   * Listens from now on, until it is closed.
   *
   * @param port 0 for any that is free
   * @param look looks, and tells what to show
   * @param interval how old a look may be
   */
  public static LiveServer start(int port, Supplier<DiagnosisView> look, Duration interval)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
    HttpServer server = HttpServer.create(address, 0);
    var live = new LiveServer(server, new CachedView(look, interval), interval);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", live::answer);
    server.start();
    return live;
  }

  /** Where the page is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      String method = exchange.getRequestMethod();
      if (host == null || !hosts.contains(host)) {
        refuse(exchange, 421, "This is not the host that you asked for.\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(exchange, 405, "Nothing can be done here but to read.\n");
      } else {
        read(exchange);
      }
    }
  }

  private void read(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/" -> {
        HtmlPage page = HtmlPage.live(looks.latest(), interval);
        exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
        send(exchange, 200, "text/html", page.html());
      }
      case "/look" -> {
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
        send(exchange, 200, "text/html", HtmlPageBody.of(looks.latest()));
      }
      default -> refuse(exchange, 404, "There is the page at / and nothing else.\n");
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    send(exchange, status, "text/plain", why);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    boolean headOnly = exchange.getRequestMethod().equals("HEAD");
    if (headOnly) {
      headers.set("Content-Length", Integer.toString(bytes.length));
    }
    exchange.sendResponseHeaders(status, headOnly ? -1 : bytes.length);
    if (!headOnly) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  /** Answers what is under way, and no more. */
  @Override
  public void close() {
    server.stop(0);
  }
}
