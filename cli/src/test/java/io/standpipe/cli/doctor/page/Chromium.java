package io.standpipe.cli.doctor.page;

import io.standpipe.Command;
import io.standpipe.cli.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real browser, that shows its page to nobody; Debian's package chromium. */
final class Chromium {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private Chromium() {}

  /**
   * What has become of the page: its elements as HTML, when its scripts have run. Skips the test
   * where there is no such browser.
   *
   * @param profile a folder for what it writes
   * @param page where the page is
   * @param options more of its options
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
                // Of its own clock: it goes on when nothing is left to do, however slow we are.
                "--virtual-time-budget=20000",
                "--dump-dom"));
    words.addAll(List.of(options));
    words.add(page);
    return Command.of(words).timeout(LIMIT).read();
  }
}
