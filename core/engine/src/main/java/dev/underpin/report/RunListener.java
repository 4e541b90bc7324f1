package dev.underpin.report;

/** Hears of a run as it happens. Called from several threads, one at a time; must not block. */
@FunctionalInterface
public interface RunListener {

    RunListener SILENT = event -> {};

    void on(RunEvent event);

    default RunListener and(RunListener other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }
}
