package io.standpipe.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an immutable type: a call whose result is dropped has no effect, such as {@code
 * command.env("A", "1");}. Error Prone recognises the annotation by its simple name, and makes such
 * a call a compile error in a user's code too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface CheckReturnValue {}
