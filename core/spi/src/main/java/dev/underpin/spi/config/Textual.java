package dev.underpin.spi.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type that plans write as one text. It has a public static method {@code parse(String)}, which throws
 * {@link IllegalArgumentException}, and its {@code toString()} is parsed back to an equal value.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Textual {

    /** What the text is, so that it completes "expected …", for example {@code a size such as 10GB}. */
    String value();

    /** A regular expression that every valid text matches as a whole, in the dialect that Java and ECMAScript share. */
    String pattern() default "";

    /** Whether the text is SQL, in which parameters of the plan become literals. */
    boolean sql() default false;

    /** Whether what YAML reads as a number or as true or false is such a text too, as it is written. */
    boolean anyScalar() default false;
}
