package dev.underpin.internal.execution;

import dev.underpin.db.Session;
import dev.underpin.spi.program.Question;

/** Answers the questions that are about execution plans and times. */
public interface PlanChecks {

    /** Of a {@link Question.PlanShape} or {@link Question.Timing}. */
    Checks.Verdict answer(Session session, Question question);
}
