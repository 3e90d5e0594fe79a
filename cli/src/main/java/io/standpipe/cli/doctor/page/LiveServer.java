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
 * Serves the page and keeps it up to date: {@code /} is the page, {@code /look} the part of it that
 * changes. It is read-only, and can be read only from this machine.
 *
 * <p>Clients that connect and say nothing, or half a sentence, hold up no other client.
 *
 * <p>A web page from elsewhere, open in the same browser, must not read it. Scripts of such a page
 * may send requests here but not read the answers, because nothing here permits it (CORS). If the
 * page's host name is made to resolve to 127.0.0.1 (DNS rebinding), the browser takes this for the
 * page's own server; but it sends the host name along, and this answers no other host than its own.
 *
 * <p>Other users of this machine can read the page too, because a port has no owner. So it shows
 * what they could mostly see in /proc themselves, and unflushed text only on request.
 */
public final class LiveServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int HTTP = 80;

  static {
    // The module jdk.httpserver reads these when it is first used. A connection that asks nothing
    // is dropped after two seconds, and one that does not finish its request, or does not read the
    // answer, after ten. Until then it costs a descriptor but no thread of the system. The number
    // of connections is limited for the sake of memory only: at the limit the server closes new
    // ones unheard, so it is far above what one person's browsers and scripts leave idle.
    System.setProperty("sun.net.httpserver.idleInterval", "2");
    System.setProperty("sun.net.httpserver.clockTick", "500");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "2000");
  }

  private final HttpServer server;
  private final CachedView views;
  private final Duration interval;
  private final Set<String> hosts;

  private LiveServer(HttpServer server, CachedView views, Duration interval) {
    this.server = server;
    this.views = views;
    this.interval = interval;
    int port = server.getAddress().getPort();
    hosts =
        port == HTTP
            ? Set.of("127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80")
            : Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /**
   * Listens until it is closed.
   *
   * @param port the port, 0 for any free one
   * @param look looks at the processes
   * @param interval how old an answer may be
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

  /** The address of the page. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      String method = exchange.getRequestMethod();
      if (host == null || !hosts.contains(host)) {
        refuse(exchange, 421, "This server answers only as 127.0.0.1 and localhost.\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(exchange, 405, "This server is read-only.\n");
      } else {
        read(exchange);
      }
    }
  }

  private void read(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/" -> {
        HtmlPage page = HtmlPage.live(views.latest(), interval);
        exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
        send(exchange, 200, "text/html", page.html());
      }
      case "/look" -> {
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
        send(exchange, 200, "text/html", HtmlPageBody.of(views.latest()));
      }
      default -> refuse(exchange, 404, "There is only the page at /.\n");
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
    // A connection that was kept alive might be dropped as idle just when the next request comes.
    headers.set("Connection", "close");
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

  /** Stops listening, and breaks off requests under way. */
  @Override
  public void close() {
    server.stop(0);
  }
}
