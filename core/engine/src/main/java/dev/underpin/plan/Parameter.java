package dev.underpin.plan;

import java.util.Optional;

/**
 * A parameter with the value that it has in this reading of the plan.
 *
 * @param value in the canonical form of its type
 */
public record Parameter(String name, ParameterType type, String value, Optional<String> description) {}
