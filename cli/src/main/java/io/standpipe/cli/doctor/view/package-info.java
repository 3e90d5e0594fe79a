/**
 * What of a diagnosis is shown: which channels and processes, in groups of programs that are
 * connected.
 *
 * <p>Start with {@link io.standpipe.cli.doctor.view.DiagnosisView}.
 */
@NullMarked
package io.standpipe.cli.doctor.view;

import org.jspecify.annotations.NullMarked;
