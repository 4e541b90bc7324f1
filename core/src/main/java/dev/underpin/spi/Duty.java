package dev.underpin.spi;

/**
 * Recurring work for {@code underpin maintain}, from APPLIED until rolled back or finalized.
 *
 * @param cadence a calendar interval or a cron line
 * @param untilFinalize whether the duty ends with finalize, or outlives it
 */
public record Duty(String phase, String cadence, boolean untilFinalize) {}
