package dev.underpin.spi.program;

import java.util.Optional;

/**
 * An object under the name that it has, or should have, at a moment.
 *
 * @param handle what the journal calls it, whatever becomes of its name; unique within the step
 * @param title for people, with the name
 * @param identity selects one text that tells the object from any other of that name; no row: there is none
 * @param hold run before the identity is asked for, if the object is there: keeps others from dropping or renaming it until the
 *     transaction ends
 */
public record Named(String handle, String title, Sql identity, Optional<Sql> hold) {}
