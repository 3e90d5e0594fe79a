/**
 * What the doctor sees, for people and programs: as text, JSON, Graphviz, a page, a live page.
 *
 * <p>Start with {@link io.standpipe.cli.doctor.Picture}: what of a diagnosis is shown, in groups of
 * programs that talk. Each form is made of that by a class of its own, which prints nothing itself.
 * Whatever comes from another process (its words, the path of a fifo, unflushed text) is put into a
 * form by that form's own escape, in one place.
 */
@NullMarked
package io.standpipe.cli.doctor;

import org.jspecify.annotations.NullMarked;
