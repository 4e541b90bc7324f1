package dev.underpin.spi;

/** Replays a key log until it is empty, within the transaction's hold. */
public record Drain(Sync sync) implements Op {}
