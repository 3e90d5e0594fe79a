/**
 * A {@link io.standpipe.cli.doctor.view.DiagnosisView} as text, as JSON, as a Graphviz graph, or as
 * a log of changes. The classes here print nothing themselves.
 *
 * <p>Text from other processes (their words, the path of a fifo, unflushed output) is escaped by
 * each form in one place of its own.
 */
@NullMarked
package io.standpipe.cli.doctor.report;

import org.jspecify.annotations.NullMarked;
