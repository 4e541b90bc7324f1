package dev.underpin.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that runs once on each of these majors, in place of {@code @Test}. It takes the parameters that {@link PostgresTest} describes. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith({PostgresParameters.class, MajorInvocations.class})
public @interface Majors {

    int[] value() default {14, 15, 16, 17, 18};
}
