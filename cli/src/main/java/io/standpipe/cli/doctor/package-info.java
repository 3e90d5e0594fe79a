/**
 * The command {@code doctor}: which programs wait for which, and why.
 *
 * <p>Start with {@link io.standpipe.cli.doctor.DoctorCommand}. It takes a {@link
 * io.standpipe.cli.doctor.view.DiagnosisView} and prints one of the forms in {@link
 * io.standpipe.cli.doctor.report} or {@link io.standpipe.cli.doctor.page}.
 */
@NullMarked
package io.standpipe.cli.doctor;

import org.jspecify.annotations.NullMarked;
