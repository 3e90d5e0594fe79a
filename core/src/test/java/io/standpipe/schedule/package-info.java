/**
 * Random schedules: a few threads, each with a few operations on the two ends of one pipe; played,
 * recorded, and judged by what a pipe in memory would allow.
 */
@NullMarked
package io.standpipe.schedule;

import org.jspecify.annotations.NullMarked;
