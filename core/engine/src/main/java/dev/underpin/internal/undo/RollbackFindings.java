package dev.underpin.internal.undo;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Problem;
import dev.underpin.report.WayBack;
import dev.underpin.spi.finding.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says in a finding whether there is a way back. */
public final class RollbackFindings {

    private RollbackFindings() {}

    public static Problem told(WayBack wayBack) {
        List<String> details = new ArrayList<>();
        wayBack.hindrances().forEach(problem -> {
            details.add(problem.step().map(step -> "step " + step + ": ").orElse("")
                    + problem.finding().code() + " " + problem.finding().message());
            problem.details().forEach(detail -> details.add("  " + detail));
        });
        wayBack.waitsFor().forEach(holder -> details.add("it would wait for " + holder));
        return Problem.of(finding(wayBack)).with(details);
    }

    private static Finding finding(WayBack wayBack) {
        if (!wayBack.open()) {
            return Finding.warning(
                    EngineCodes.ROLLBACK_REFUSED,
                    "a rollback would be refused now",
                    "Put right what is listed, or do without a rollback: `underpin finalize " + wayBack.plan() + "`.");
        }
        return Finding.note(
                EngineCodes.ROLLBACK_POSSIBLE,
                "a rollback would take about " + spoken(wayBack.about())
                        + " now, waiting for locks and older transactions apart",
                "Nothing is known that would refuse it.");
    }

    private static String spoken(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}
