package io.standpipe.kafka.internal.lane;

import io.standpipe.RestartPolicy;
import io.standpipe.kafka.internal.program.ProgramSpec;
import io.standpipe.kafka.worker.Delivery;
import io.standpipe.kafka.worker.Tombstones;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes of a worker have in common.
 *
 * @param from the input topic
 * @param to the output topic
 * @param dead the dead letter topic; null if there is none
 * @param samePartitions whether input and output have the same number of partitions
 * @param program the program, and how to talk with it
 * @param key the key of what a process writes that has a transaction of its own
 * @param errors receives what the programs write to standard error
 * @param delivery how often an answer may appear
 * @param tombstones what happens to records without a value
 * @param attempts how often the program may fail at a record
 * @param restarts when the program is started again
 * @param mostRecords a transaction ends at the latest after so many records
 * @param mostAge and at the latest after this time
 * @param closing the time for a close
 */
public record LaneSettings(
    String from,
    String to,
    @Nullable String dead,
    boolean samePartitions,
    ProgramSpec program,
    EmitKey key,
    OutputStream errors,
    Delivery delivery,
    Tombstones tombstones,
    int attempts,
    RestartPolicy restarts,
    int mostRecords,
    Duration mostAge,
    Duration closing) {}
