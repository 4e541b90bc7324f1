package dev.underpin.internal.session;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import java.util.Optional;

/** The way to the server was lost in the middle of a command. What has happened then is what the journal says, not what was heard. */
public final class LostConnection extends Failure {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Failure> first;

    private LostConnection(Outcome outcome, Problem problem, Optional<Failure> first) {
        super(outcome, problem);
        this.first = first;
    }

    /** While a run of the plan is under way. */
    static LostConnection inRun(String plan, String step, String why) {
        Finding finding = Finding.error(
                EngineCodes.CONNECTION_LOST_HALFWAY,
                "the connection was lost: " + why,
                "What was done is in the journal; go on with `underpin resume " + plan + "`.");
        return new LostConnection(
                Outcome.STOPPED, step.isEmpty() ? Problem.of(finding) : Problem.of(step, finding), Optional.empty());
    }

    /** Where nothing has been begun. */
    static LostConnection outsideRun(String why) {
        return new LostConnection(
                Outcome.NO_CONNECTION,
                Problem.of(
                        Finding.error(
                                EngineCodes.CONNECTION_LOST,
                                "the connection was lost: " + why,
                                "Give the command again when the server can be reached; `underpin status` says what has been done.")),
                Optional.empty());
    }

    /** Nothing has been reached yet; it may be, later. */
    static LostConnection unreachable(Finding finding) {
        return new LostConnection(Outcome.NO_CONNECTION, Problem.of(finding), Optional.empty());
    }

    /** The same, while the consequences of an earlier failure were being drawn. */
    public LostConnection after(Failure failure) {
        LostConnection lost = new LostConnection(outcome(), problems().get(0), Optional.of(first.orElse(failure)));
        lost.addSuppressed(this);
        return lost;
    }

    /** What the run had failed by before the connection was lost. */
    public Optional<Failure> first() {
        return first;
    }
}
