package dev.underpin.plan;

import java.util.Optional;

/**
 * A reason why a plan cannot be used.
 *
 * @param file as it was given
 * @param message what is wrong, without a full stop
 * @param remedy what to do about it, in sentences
 * @param suggestion the nearest known name, where a name is at fault
 */
public record PlanProblem(
        ProblemCode code, String file, Position at, String message, String remedy, Optional<String> suggestion) {

    /** As compilers print it, on one line. */
    @Override
    public String toString() {
        String hint = suggestion.map(name -> "Did you mean \"" + name + "\"?").orElse(remedy);
        return file + ":" + at + ": " + code.code() + ": " + message + ". " + hint;
    }
}
