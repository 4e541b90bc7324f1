package dev.underpin.cli.render;

import dev.underpin.cli.terminal.TextWidth;

/** Blank space as wide as a text. */
final class Blank {

    private static final int TAB = 4;

    private Blank() {}

    /** As wide as what stands before a column of the line; columns count characters from 1. */
    static String before(String line, int column) {
        int characters = Math.min(column - 1, line.codePointCount(0, line.length()));
        String before = line.substring(0, line.offsetByCodePoints(0, Math.max(0, characters)));
        return " ".repeat(TextWidth.of(before.replace("\t", " ".repeat(TAB))));
    }
}
