package dev.underpin.internal.execution;

import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.spi.program.Action;

/** Carries out one kind of action, whatever an earlier attempt has left. */
interface ActionExecutor<A extends Action> {

    /** Returns when the action has taken effect and the journal says so. */
    Ended execute(A action, ActionRow row, StepScope scope);

    /**
     * How an action ended.
     *
     * @param skipped it was there already
     */
    record Ended(long rows, boolean skipped) {
        static Ended applied(long rows) {
            return new Ended(rows, false);
        }
    }
}
