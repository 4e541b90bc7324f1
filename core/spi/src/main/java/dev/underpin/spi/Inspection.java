package dev.underpin.spi;

import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import java.util.List;

/** What a precheck saw, and what it wants asked of the data. */
public record Inspection(List<Finding> findings, List<Check> checks) {

    public static final Inspection CLEAN = new Inspection(List.of(), List.of());

    public Inspection {
        findings = List.copyOf(findings);
        checks = List.copyOf(checks);
    }

    public static Inspection of(List<Finding> findings) {
        return new Inspection(findings, List.of());
    }

    public boolean refuses() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
