package io.standpipe.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of a {@link CheckReturnValue} type that is called for its effect. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface CanIgnoreReturnValue {}
