package dev.underpin.engine;

import dev.underpin.spi.Program;
import java.util.Map;
import java.util.function.Function;

/**
 * A step at work.
 *
 * @param phases compiles a phase as of now; the only thing that needs the step's plug-in
 */
record StepScope(RunScope run, int ordinal, String id, Function<String, Compiled> phases) {

    /** A program with the answers that led to it. */
    record Compiled(Program program, Map<String, String> answers) {}
}
