package dev.underpin.internal.execution;

import dev.underpin.db.Session;
import dev.underpin.internal.measure.Measuring;
import dev.underpin.spi.program.Question;
import jakarta.inject.Inject;
import java.util.List;

/** Answers questions about execution plans and times with the measuring that the plan's own queries get. */
public final class MeasuredChecks implements PlanChecks {

    private final Measuring measuring;

    @Inject
    public MeasuredChecks(Measuring measuring) {
        this.measuring = measuring;
    }

    @Override
    public Checks.Verdict answer(Session session, Question question) {
        List<String> unmet = measuring.unmet(session, question);
        return Checks.Verdict.of(unmet.isEmpty(), unmet.size() + " expectations were not met", unmet);
    }
}
