package dev.underpin.cli;

import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.control.Assumptions;
import dev.underpin.control.Overrides;
import dev.underpin.plan.Plan;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.report.StatusReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers every question in one way, after it has told that it is connected. */
final class ScriptedEngine implements EngineGateway {

    final AtomicInteger stops = new AtomicInteger();
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final RunListener listener;
    private final Supplier<RunReport> answer;

    ScriptedEngine(RunListener listener, Supplier<RunReport> answer) {
        this.listener = listener;
        this.answer = answer;
    }

    private RunReport answer(String call) {
        calls.add(call);
        listener.on(new RunEvent.Connected(Samples.TARGET));
        return answer.get();
    }

    @Override
    public RunReport check(Plan plan) {
        return answer("check " + plan.id());
    }

    @Override
    public RunReport previewRollback(String planId, Optional<String> keepStep) {
        answer("preview --rollback " + planId);
        return Samples.preview();
    }

    @Override
    public RunReport previewFinalize(String planId) {
        answer("preview --finalize " + planId);
        return Samples.preview();
    }

    @Override
    public RunReport preview(Plan plan) {
        answer("preview " + plan.id());
        return Samples.preview();
    }

    @Override
    public RunReport apply(Plan plan) {
        return answer("apply " + plan.id());
    }

    @Override
    public RunReport apply(Plan plan, Consumer<RunReport> consent) {
        consent.accept(preview(plan));
        return apply(plan);
    }

    @Override
    public RunReport resume(Plan plan, Assumptions assumptions) {
        return answer("resume plan " + plan.id() + said(assumptions));
    }

    @Override
    public RunReport resume(String planId, Assumptions assumptions) {
        return answer("resume " + planId + said(assumptions));
    }

    @Override
    public RunReport cutover(String planId) {
        return answer("cutover " + planId);
    }

    @Override
    public EngineGateway with(Overrides overrides) {
        return this;
    }

    @Override
    public RunReport verify(Plan plan) {
        return answer("verify " + plan.id());
    }

    @Override
    public RunReport verify(String planId) {
        return answer("verify " + planId);
    }

    @Override
    public RunReport rollback(String planId, Optional<String> keepStep, Assumptions assumptions) {
        return answer("rollback " + planId + keepStep.map(step -> " to " + step).orElse("") + said(assumptions));
    }

    private static String said(Assumptions assumptions) {
        return assumptions.equals(Assumptions.NONE)
                ? ""
                : " done " + assumptions.done() + " not done " + assumptions.notDone();
    }

    @Override
    public RunReport finalizeRun(String planId, boolean acceptDifferences) {
        return answer("finalize " + planId + (acceptDifferences ? " --accept-differences" : ""));
    }

    @Override
    public MaintenanceReport maintain(Optional<String> planId, boolean now) {
        return new MaintenanceReport(
                Samples.TARGET, List.of(answer("maintain " + planId.orElse("all") + (now ? " now" : ""))));
    }

    @Override
    public RunReport sync(String planId) {
        return answer("sync " + planId);
    }

    @Override
    public StatusReport status(Optional<String> planId) {
        answer("status " + planId.orElse("all"));
        return Samples.status();
    }

    @Override
    public void requestStop() {
        stops.incrementAndGet();
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
