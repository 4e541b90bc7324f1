package dev.underpin.internal.command;

import dev.underpin.report.ActionReport;
import dev.underpin.report.RunReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What somebody has agreed to: a command that begins anew does not ask for the same again, however much there is of it by then. */
final class Consent {

    private final Consumer<RunReport> asked;
    private Optional<List<Deed>> given = Optional.empty();

    /** @param asked throws if nothing is to be done */
    Consent(Consumer<RunReport> asked) {
        this.asked = asked;
    }

    void to(RunReport preview) {
        List<Deed> deeds = preview.steps().stream()
                .map(step -> new Deed(step.id(), List.of(), "", Deed.of(step.actions())))
                .toList();
        if (given.filter(deeds::equals).isEmpty()) {
            asked.accept(preview);
            given = Optional.of(deeds);
        }
    }

    /** A step or an action, by what is executed. */
    private record Deed(String name, List<String> sql, String undo, List<Deed> inner) {

        static List<Deed> of(List<ActionReport> actions) {
            return actions.stream()
                    .map(action -> new Deed(action.key(), action.sql(), action.undo(), of(action.inner())))
                    .toList();
        }
    }
}
