package dev.underpin.internal.measure;

import dev.underpin.report.MeasurementReport.Sample;

/** A measurement with what the execution plan does. */
public record Measured(Sample sample, PlanFacts facts) {}
