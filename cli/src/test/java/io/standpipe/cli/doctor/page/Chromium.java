package io.standpipe.cli.doctor.page;

import io.standpipe.Command;
import io.standpipe.cli.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real browser without a window, Debian's package chromium. */
final class Chromium {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private Chromium() {}

  /**
   * The elements of a page as HTML after its scripts have run. Skips the test if the browser is not
   * installed.
   *
   * @param profile a folder for the browser's files
   * @param page the address of the page
   * @param options more options for the browser
   */
  static String elements(Path profile, String page, String... options)
      throws IOException, InterruptedException {
    Installed.orSkip("chromium");
    var words =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile,
                // Virtual time: it advances only while nothing is left to do, however slow we are.
                "--virtual-time-budget=20000",
                "--dump-dom"));
    words.addAll(List.of(options));
    words.add(page);
    return Command.of(words).timeout(LIMIT).read();
  }
}
