package dev.underpin.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that holds on each of these majors, in place of {@code @Test}. It takes the parameters that {@link PostgresTest} describes. An ordinary
 * run tries it on one of them, always the same, and over all tests on all of them; {@link Matrix} tries it on each.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith({PostgresParameters.class, MajorInvocations.class})
public @interface Majors {

    int[] value() default {14, 15, 16, 17, 18};

    /** Whether an ordinary run tries it on each, too: what it promises depends on the server's own catalogs or words. */
    boolean always() default false;
}
