package dev.underpin.internal.reporting;

import dev.underpin.report.Activity;
import dev.underpin.report.Activity.Figures;
import dev.underpin.report.Activity.Hindrance;
import dev.underpin.report.Activity.Task;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what a run does at the moment, so that others can be told of it, and passes on what it hears. */
public final class CurrentActivity implements RunListener {

    private static final int MOST_TASKS = 8;
    private static final int MOST_BLOCKERS = 4;

    /** Of them, the actions within are told. */
    private static final Set<String> CONTAINERS = Set.of("PARALLEL", "CONVERGE");

    private record Key(String step, String action) {}

    private final RunListener next;
    private final Map<Key, Task> tasks = new LinkedHashMap<>();
    private String step = "";
    private String phase = "";
    private Optional<Long> pending = Optional.empty();
    private Optional<String> gate = Optional.empty();

    public CurrentActivity(RunListener next) {
        this.next = next;
    }

    @Override
    public void on(RunEvent event) {
        keep(event);
        next.on(event);
    }

    private synchronized void keep(RunEvent event) {
        if (event instanceof RunEvent.StepStarted e) {
            step = e.step();
            phase = e.phase();
            forgetLog();
        } else if (event instanceof RunEvent.ActionStarted e) {
            if (!CONTAINERS.contains(e.mode())) {
                tasks.put(
                        new Key(e.step(), e.key()), new Task(e.step(), e.title(), Optional.empty(), Optional.empty()));
            }
        } else if (event instanceof RunEvent.Progress e) {
            tasks.put(
                    new Key(e.step(), e.key()),
                    new Task(e.step(), e.title(), Optional.of(Figures.of(e)), Optional.empty()));
        } else if (event instanceof RunEvent.Waiting e) {
            tasks.compute(new Key(e.step(), e.key()), (key, known) -> waiting(e, known == null ? unknown(e) : known));
        } else if (event instanceof RunEvent.ActionEnded e) {
            tasks.remove(new Key(e.step(), e.key()));
            forgetLog();
        } else if (event instanceof RunEvent.GateClosed e) {
            pending = Optional.of(e.pending());
            gate = Optional.of(e.gate());
        } else if (event instanceof RunEvent.Draining e) {
            pending = Optional.of(e.pending());
            gate = Optional.empty();
        }
    }

    private void forgetLog() {
        pending = Optional.empty();
        gate = Optional.empty();
    }

    private static Task unknown(RunEvent.Waiting event) {
        return new Task(event.step(), event.key(), Optional.empty(), Optional.empty());
    }

    private static Task waiting(RunEvent.Waiting event, Task task) {
        Hindrance all = Hindrance.of(event);
        Hindrance told = new Hindrance(
                all.reason(),
                all.attempt(),
                all.waited(),
                all.blockers().stream().limit(MOST_BLOCKERS).toList());
        return new Task(task.step(), task.title(), task.figures(), Optional.of(told));
    }

    /** As it is now. */
    public synchronized Activity now() {
        List<Task> last = new ArrayList<>(tasks.values());
        return new Activity(
                step, phase, last.subList(Math.max(0, last.size() - MOST_TASKS), last.size()), pending, gate);
    }
}
