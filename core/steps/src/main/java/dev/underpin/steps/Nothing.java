package dev.underpin.steps;

/** What a step remembers that does not know what its statements change. */
public record Nothing() {}
