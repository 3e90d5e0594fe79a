package io.standpipe.cli.kafka;

import io.standpipe.cli.job.RunningService;

/** A bridge that has started. Its close lets the session under way pass. */
public interface RunningBridge extends RunningService {
  /** The figures at this moment. Does not block. */
  BridgeFigures figures();
}
