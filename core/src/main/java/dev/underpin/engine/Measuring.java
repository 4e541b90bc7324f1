package dev.underpin.engine;

import dev.underpin.db.Session;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.spi.Question;
import java.util.List;

/** Times the queries of a plan. */
public interface Measuring {

    /** Before the first step. */
    List<MeasurementReport> before(Session session, List<Measurement> measurements);

    /** After the last step: completes what was measured before, and judges it. */
    List<MeasurementReport> after(Session session, List<Measurement> measurements, List<MeasurementReport> before);

    /** What a question about an execution plan or a time expected and did not find, one item a line. */
    List<String> unmet(Session session, Question question);
}
