package dev.underpin.testkit.contract;

/** Ends a run as if its process had died: nothing of the engine handles it. */
final class SimulatedDeath extends Error {

    private static final long serialVersionUID = 1L;
}
