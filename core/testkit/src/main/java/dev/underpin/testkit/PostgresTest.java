package dev.underpin.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class, and their {@code @BeforeEach} and {@code @AfterEach} methods, may take a {@link TestDatabase} (one fresh database per
 * test) and a {@link PostgresServer} as parameters. They run on {@link PostgresServer#shared()} unless {@link Majors} says otherwise.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PostgresParameters.class)
public @interface PostgresTest {}
