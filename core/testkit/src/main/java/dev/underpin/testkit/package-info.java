/**
 * Where does a test get a real PostgreSQL? One server per JVM and major, a fresh database per test, and the fixtures that fill it. Plain
 * JDBC: nothing here depends on the code under test.
 */
@NullMarked
package dev.underpin.testkit;

import org.jspecify.annotations.NullMarked;
