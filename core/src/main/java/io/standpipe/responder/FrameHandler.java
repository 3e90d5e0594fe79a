package io.standpipe.responder;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameWriter;

/** Handles a request as bytes; gives any number of answers. */
@FunctionalInterface
public interface FrameHandler {
  /**
   * Handles one request. May block; an interrupt means that the process that started this one has
   * died. See {@link Responder} for what an exception does.
   *
   * @param request valid until this method returns
   * @param answers writes each answer at once; to be used by this thread only, and only until this
   *     method returns
   */
  void handle(Frame request, FrameWriter answers) throws Exception;
}
