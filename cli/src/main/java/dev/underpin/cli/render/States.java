package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunState;
import java.util.Locale;

/** States and outcomes in words. */
final class States {

    private States() {}

    static String word(RunState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String inked(RunState state) {
        String word = word(state);
        return switch (state) {
            case APPLIED, ROLLED_BACK, FINALIZED -> Ink.GREEN.on(word);
            case FAILED -> Ink.RED.on(word);
            case STOPPED, WAITING, ROLLING_BACK -> Ink.YELLOW.on(word);
            case RUNNING -> Ink.CYAN.on(word);
            case PENDING, SKIPPED -> Ink.DIM.on(word);
        };
    }

    /** What a failed command left behind; empty where that goes without saying. */
    static String leftBehind(Outcome outcome) {
        return switch (outcome) {
            case DONE, USAGE -> "";
            case PLAN_INVALID -> "nothing was done";
            case BUG -> "what was done so far is in the journal; nothing half-done counts as done";
            case REFUSED, DIFFERS, BUSY, INTERRUPTED, NO_CONNECTION -> "nothing has changed";
            case FAILED_ROLLED_BACK -> "everything is as it was before the run";
            case STOPPED -> "half-way and safe; what was done is kept until you decide";
            case VERIFICATION_FAILED -> "the changes are kept";
        };
    }
}
