package dev.underpin.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first difference between a plan and what has been applied of it. Steps that have not been applied may change.
 *
 * @param step the id of the step at fault
 */
public record PlanDrift(String step, Kind kind) {

    public enum Kind {
        CHANGED,
        REMOVED,
        INSERTED,
        MOVED
    }

    /**
     * @param journaled as it was applied
     * @param applied ids of the steps that took effect
     */
    public static Optional<PlanDrift> between(Plan journaled, Plan now, Set<String> applied) {
        List<PlanStep> before = journaled.steps();
        int last = before.size() - 1;
        while (last >= 0 && !applied.contains(before.get(last).id())) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            PlanStep then = before.get(i);
            if (i >= now.steps().size() || !now.steps().get(i).id().equals(then.id())) {
                return Optional.of(displaced(journaled, now, then, i));
            }
            if (applied.contains(then.id()) && !now.steps().get(i).fingerprint().equals(then.fingerprint())) {
                return Optional.of(new PlanDrift(then.id(), Kind.CHANGED));
            }
        }
        return Optional.empty();
    }

    private static PlanDrift displaced(Plan journaled, Plan now, PlanStep then, int index) {
        if (now.step(then.id()).isEmpty()) {
            return new PlanDrift(then.id(), Kind.REMOVED);
        }
        String instead = now.steps().get(index).id();
        return journaled.step(instead).isEmpty()
                ? new PlanDrift(instead, Kind.INSERTED)
                : new PlanDrift(then.id(), Kind.MOVED);
    }

    /** For people. */
    @Override
    public String toString() {
        return switch (kind) {
            case CHANGED -> "step " + step + " is not what was applied";
            case REMOVED -> "step " + step + " was applied, but is no longer there";
            case INSERTED -> "step " + step + " stands before steps that were applied without it";
            case MOVED -> "step " + step + " was applied at another place";
        };
    }
}
