package dev.underpin.cli.render;

import java.util.List;

/**
 * An answer in lines.
 *
 * @param out the result
 * @param err what went wrong
 */
public record Spoken(List<String> out, List<String> err) {}
