package dev.underpin.spi;

/** Something that happens inside a {@link Transaction}. */
public sealed interface Op permits Sql, Drain, Check, Identify {}
