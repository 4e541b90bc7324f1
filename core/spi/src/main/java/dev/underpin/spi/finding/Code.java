package dev.underpin.spi.finding;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of finding: what all findings with this code have in common. A code once published keeps its meaning.
 *
 * @param id a letter and four digits, for example {@code E3101}; of modules outside of this repository their namespace and a word, for example
 *     {@code comments.differs}
 * @param meaning what is the case, without the object's name; a sentence
 * @param remedy what to do about it; a sentence or two
 * @param moments when it can be found; at least one
 */
public record Code(String id, String meaning, String remedy, Set<Moment> moments) {

    private static final Pattern FORM = Pattern.compile("[ENW]\\d{4}|[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

    public Code {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException(id + " is neither E, N or W and four digits nor namespace.word");
        }
        if (!meaning.endsWith(".") || !remedy.endsWith(".")) {
            throw new IllegalArgumentException(id + ": meaning and remedy are sentences");
        }
        moments = Set.copyOf(moments);
    }

    /** Declares a code. */
    public static Code of(String id, String meaning, String remedy, Moment moment, Moment... others) {
        return new Code(id, meaning, remedy, EnumSet.of(moment, others));
    }

    /** The commands that can say it, in the order in which they are used on a plan. */
    public List<String> commands() {
        return Arrays.stream(Moment.values())
                .filter(moments::contains)
                .flatMap(Moment::commands)
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return id;
    }

    /** When something is found, and so, by which commands. */
    public enum Moment {
        /** While the arguments of a command are read. */
        ARGUMENTS("every command"),
        /** While a plan is read. */
        PLAN(
                "validate",
                "check",
                "preview",
                "apply",
                "resume",
                "cutover",
                "verify",
                "rollback",
                "finalize",
                "maintain",
                "sync",
                "status"),
        /** While the step types are collected. */
        PLUGINS("every command"),
        /** While the server is connected to, and the journal is read. */
        CONNECTION(
                "check",
                "preview",
                "apply",
                "resume",
                "cutover",
                "verify",
                "rollback",
                "finalize",
                "maintain",
                "sync",
                "status"),
        /** Before a plan is applied. */
        PRECHECK("check", "preview", "apply"),
        /** While a plan is applied. */
        APPLY("apply", "resume", "cutover"),
        /** When a plan has been applied. */
        VERIFY("verify", "apply", "resume", "cutover", "finalize", "preview"),
        /** While a plan is taken back. */
        ROLLBACK("rollback"),
        /** When it is asked whether a plan could be taken back. */
        OUTLOOK("rollback", "preview", "verify", "status"),
        /** While what was kept for a rollback is dropped. */
        FINALIZE("finalize"),
        /** When it is asked what a finalize would do. */
        FINALIZE_OUTLOOK("finalize", "preview"),
        /** While a duty is done. */
        DUTY("maintain", "sync"),
        /** While runs are shown. */
        STATUS("status"),
        /** In the demo. */
        DEMO("demo");

        private final String[] commands;

        Moment(String... commands) {
            this.commands = commands;
        }

        private Stream<String> commands() {
            return Arrays.stream(commands);
        }
    }
}
