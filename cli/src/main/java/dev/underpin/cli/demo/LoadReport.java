package dev.underpin.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * What the writers saw.
 *
 * @param stall the longest that one of their statements took
 * @param errors each different one once
 */
public record LoadReport(long writes, Duration stall, long failures, List<String> errors) {}
