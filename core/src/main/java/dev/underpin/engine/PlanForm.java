package dev.underpin.engine;

import dev.underpin.journal.Sha256;
import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanStep;

/** A plan as the journal keeps it: canonical, so that comments, order and formatting never matter. */
public interface PlanForm {

    String canonical(Plan plan);

    String canonical(PlanStep step);

    Plan read(String canonical);

    default Sha256 digest(Plan plan) {
        return Sha256.of(canonical(plan));
    }

    default Sha256 digest(PlanStep step) {
        return Sha256.of(canonical(step));
    }
}
