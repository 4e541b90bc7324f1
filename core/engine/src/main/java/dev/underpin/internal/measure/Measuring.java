package dev.underpin.internal.measure;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Session;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.program.Question;
import java.util.List;
import java.util.Map;

/** Times the queries of a plan. */
public interface Measuring {

    /** Before the first step. */
    List<MeasurementReport> before(Session session, List<Measurement> measurements);

    /** After the last step: completes what was measured before, and judges it. */
    List<MeasurementReport> after(Session session, List<Measurement> measurements, List<MeasurementReport> before);

    /** @param session in which the stand-ins are going to be made */
    Trials trials(Session session, List<Measurement> measurements, Rehearsal rehearsal, StopSignal stop);

    /** A plan's queries on the stand-in of one rehearsal, in one way after the other. */
    interface Trials {

        /**
         * In a transaction that has the stand-in in the next way: the measurements that read it, by id. Which those are, and
         * what is bound to them, is settled in the first way. What cannot be run, or not soon enough, is left out from
         * then on.
         */
        Map<String, Sample> next();
    }

    /** What a question about an execution plan or a time expected and did not find, one item a line. */
    List<String> unmet(Session session, Question question);
}
