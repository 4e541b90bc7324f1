package dev.underpin.spi.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a configuration means. The reader, the JSON Schema, {@code underpin steps} and the reference pages
 * all come from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Described {

    /** One or more sentences, ending with a full stop. */
    String value();

    /** A value as YAML; not empty for a required component. */
    String example() default "";

    /**
     * The value, as YAML, of an absent component. Without it a component is required unless its type is {@code Optional}.
     */
    String absent() default "";

    /** How plans spell the component, where Java cannot ({@code default}); else the component's own name. */
    String key() default "";
}
