package io.standpipe.kafka.internal.lane;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A failure of a lane's program in a recording of the JVM (JFR). */
@Name("io.standpipe.kafka.ProgramFailure")
@Label("Program Failure")
@Description("A program of a worker has ended, was silent for too long or said something wrong")
@Category("Standpipe")
@StackTrace(false)
final class ProgramFailureEvent extends Event {
  @Label("Lane")
  String lane = "";

  @Label("Kind")
  String kind = "";

  @Label("Reason")
  String reason = "";

  @Label("Record to Blame")
  String record = "";
}
