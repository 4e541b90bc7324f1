package dev.underpin.engine;

import dev.underpin.db.Session;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.spi.Question;
import java.util.List;

/** Measures nothing. */
public final class Unmeasured implements Measuring {

    @Override
    public List<MeasurementReport> before(Session session, List<Measurement> measurements) {
        return List.of();
    }

    @Override
    public List<MeasurementReport> after(
            Session session, List<Measurement> measurements, List<MeasurementReport> before) {
        return before;
    }

    @Override
    public List<String> unmet(Session session, Question question) {
        throw new IllegalStateException("nothing measures " + question);
    }
}
