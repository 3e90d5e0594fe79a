package io.standpipe.conversation;

import java.time.Duration;

/**
 * One message of a {@link Transcript}, or one line.
 *
 * @param at when it was said, counted from the beginning of the conversation
 * @param direction which side said it
 * @param text what was said, without its delimiter, secrets masked
 */
public record TranscriptEntry(Duration at, Direction direction, String text) {}
