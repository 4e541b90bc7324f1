package dev.underpin.report;

import java.time.Duration;

/**
 * How long work will still take.
 *
 * @param least if the faster of its rates lasts, the recent one or that of the whole work
 * @param most if the slower one does
 */
public record TimeLeft(Duration least, Duration most) {}
