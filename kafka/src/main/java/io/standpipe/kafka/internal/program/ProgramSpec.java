package io.standpipe.kafka.internal.program;

import io.standpipe.Command;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import java.time.Duration;

/**
 * The program of a lane, and how to talk with it.
 *
 * @param command what is started; its standard streams are replaced
 * @param framing where a record ends
 * @param answers where an answer ends; not used if each transaction has a process of its own
 * @param perTransaction whether each transaction has a process of its own
 * @param limit the time for an answer, or for such a process
 */
public record ProgramSpec(
    Command command, Framing framing, Answers answers, boolean perTransaction, Duration limit) {}
