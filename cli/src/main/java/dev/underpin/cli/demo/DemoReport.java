package dev.underpin.cli.demo;

import dev.underpin.report.RunReport;
import java.util.Optional;

/**
 * What a demonstration showed.
 *
 * @param apply and {@code rollback} as the engine reported them
 * @param duringRollback and {@code rollback}: empty if the server was kept
 * @param url of the server that was kept
 */
public record DemoReport(
        Guide guide,
        int rows,
        RunReport apply,
        LoadReport duringApply,
        Optional<RunReport> rollback,
        Optional<LoadReport> duringRollback,
        Optional<String> url) {}
