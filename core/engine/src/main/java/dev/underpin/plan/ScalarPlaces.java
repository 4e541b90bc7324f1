package dev.underpin.plan;

import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Where the characters of a scalar's value stand in the file, found by laying the value beside its spelling. */
final class ScalarPlaces implements Node.Places {

    private final String file;
    private final int startInCodePoints;
    private final String value;
    private final ScalarStyle style;

    ScalarPlaces(String file, int startInCodePoints, String value, ScalarStyle style) {
        this.file = file;
        this.startInCodePoints = startInCodePoints;
        this.value = value;
        this.style = style;
    }

    /** Exact but for escapes of double quotes, behind which it may be a little early. */
    @Override
    public Position at(int offset) {
        int at = file.offsetByCodePoints(0, startInCodePoints);
        switch (style) {
            case SINGLE_QUOTED, DOUBLE_QUOTED, JSON_SCALAR_STYLE -> at++;
            case LITERAL, FOLDED -> at = file.indexOf('\n', at) + 1;
            case PLAIN -> {}
        }
        at = find(at, 0);
        for (int i = 0; i < offset && i + 1 < value.length(); i++) {
            at = find(at + 1, i + 1);
        }
        return position(at);
    }

    /** The next place that spells the value's character: itself, or a line's end that was folded into a space. */
    private int find(int from, int index) {
        for (int at = from; at < file.length(); at++) {
            char spelled = file.charAt(at);
            if (spelled == value.charAt(index) || (value.charAt(index) == ' ' && spelled == '\n')) {
                return at;
            }
        }
        return Math.min(from, file.length() - 1);
    }

    private Position position(int at) {
        int lineStart = file.lastIndexOf('\n', at - 1) + 1;
        int line = (int) file.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, file.codePointCount(lineStart, at) + 1);
    }
}
