/**
 * What the doctor says about the children of this process: the view of our own side that it needs,
 * and when it is asked. Start at {@link io.standpipe.internal.diagnosis.OwnProcessView}.
 */
@NullMarked
package io.standpipe.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
