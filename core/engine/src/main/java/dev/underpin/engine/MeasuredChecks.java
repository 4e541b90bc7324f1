package dev.underpin.engine;

import jakarta.inject.Inject;
import dev.underpin.db.Session;
import dev.underpin.spi.Question;
import java.util.List;

/** Answers questions about execution plans and times with the measuring that the plan's own queries get. */
final class MeasuredChecks implements PlanChecks {

    private final Measuring measuring;

    @Inject
    MeasuredChecks(Measuring measuring) {
        this.measuring = measuring;
    }

    @Override
    public Checks.Verdict answer(Session session, Question question) {
        List<String> unmet = measuring.unmet(session, question);
        return Checks.Verdict.of(unmet.isEmpty(), unmet.size() + " expectations were not met", unmet);
    }
}
