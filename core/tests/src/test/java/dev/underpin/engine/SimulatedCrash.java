package dev.underpin.engine;

/** Ends a run as if its process had died: nothing of the engine handles it. */
final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1L;
}
