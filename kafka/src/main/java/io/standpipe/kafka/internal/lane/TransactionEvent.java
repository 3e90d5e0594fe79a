package io.standpipe.kafka.internal.lane;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A transaction of a lane in a recording of the JVM (JFR): from its begin to its end. */
@Name("io.standpipe.kafka.Transaction")
@Label("Worker Transaction")
@Description("What a lane of a worker has committed together, or given up")
@Category("Standpipe")
@StackTrace(false)
final class TransactionEvent extends Event {
  @Label("Lane")
  String lane = "";

  @Label("Records")
  int records;

  @Label("Answers")
  int answers;

  @Label("Dead Letters")
  int deadLetters;

  @Label("Time of the Commit in Milliseconds")
  long commitMillis;

  @Label("Committed")
  boolean committed;
}
