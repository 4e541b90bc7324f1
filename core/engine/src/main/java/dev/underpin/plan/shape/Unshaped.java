package dev.underpin.plan.shape;

/** A value that is not bound but kept as it was written. */
public interface Unshaped {}
