/**
 * The doctor's web page: a file of its own, or served live on this machine.
 *
 * <p>Start with {@link io.standpipe.cli.doctor.page.HtmlPage}.
 */
@NullMarked
package io.standpipe.cli.doctor.page;

import org.jspecify.annotations.NullMarked;
