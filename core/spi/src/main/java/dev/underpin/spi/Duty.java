package dev.underpin.spi;

/**
 * Recurring work for {@code underpin maintain}, from APPLIED on, until it is rolled back.
 *
 * @param cadence a number of minutes, a calendar interval, or a cron line in UTC
 * @param untilFinalize whether the duty ends with finalize, or outlives it
 */
public record Duty(String phase, String cadence, boolean untilFinalize) {}
