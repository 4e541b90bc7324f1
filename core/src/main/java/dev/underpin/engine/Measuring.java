package dev.underpin.engine;

import dev.underpin.db.Session;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.spi.Question;
import dev.underpin.spi.Rehearsal;
import java.util.List;
import java.util.Map;

/** Times the queries of a plan. */
public interface Measuring {

    /** Before the first step. */
    List<MeasurementReport> before(Session session, List<Measurement> measurements);

    /** After the last step: completes what was measured before, and judges it. */
    List<MeasurementReport> after(Session session, List<Measurement> measurements, List<MeasurementReport> before);

    /**
     * In a transaction that has stand-ins of tables: the measurements that read the stand-in then, by id. Those that cannot
     * be run, or that read something else, are left out.
     */
    Map<String, Sample> rehearsed(Session session, List<Measurement> measurements, Rehearsal rehearsal);

    /** What a question about an execution plan or a time expected and did not find, one item a line. */
    List<String> unmet(Session session, Question question);
}
