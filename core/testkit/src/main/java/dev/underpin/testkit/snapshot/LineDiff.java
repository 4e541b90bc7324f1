package dev.underpin.testkit.snapshot;

import java.util.ArrayList;
import java.util.List;

/** The differences of two texts, line by line, in the manner of a unified diff. */
final class LineDiff {

    private final List<String> before;
    private final List<String> after;
    private final int context;

    private LineDiff(List<String> before, List<String> after, int context) {
        this.before = before;
        this.after = after;
        this.context = context;
    }

    /** Empty if the texts are equal; else removed lines after {@code -}, added ones after {@code +}, and {@code context} equal ones around them. */
    static String of(List<String> before, List<String> after, int context) {
        return before.equals(after) ? "" : new LineDiff(before, after, context).render();
    }

    private String render() {
        List<String> edits = edits();
        StringBuilder text = new StringBuilder();
        int shownUpTo = 0;
        for (int line = 0; line < edits.size(); line++) {
            if (edits.get(line).charAt(0) == ' ') {
                continue;
            }
            int from = Math.max(shownUpTo, line - context);
            if (from > shownUpTo && text.length() > 0 && context > 0) {
                text.append("…\n");
            }
            int to = Math.min(edits.size(), line + context + 1);
            for (int shown = from; shown < to; shown++) {
                if (shown <= line || edits.get(shown).charAt(0) == ' ') {
                    text.append(edits.get(shown)).append('\n');
                    shownUpTo = shown + 1;
                } else {
                    break;
                }
            }
        }
        return text.toString();
    }

    private List<String> edits() {
        int head = commonHead();
        int tail = commonTail(head);
        List<String> edits = new ArrayList<>();
        before.subList(0, head).forEach(line -> edits.add(" " + line));
        edits.addAll(edits(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
        before.subList(before.size() - tail, before.size()).forEach(line -> edits.add(" " + line));
        return edits;
    }

    private int commonHead() {
        int head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            head++;
        }
        return head;
    }

    private int commonTail(int head) {
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        return tail;
    }

    /** By the longest common subsequence. */
    private static List<String> edits(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                edits.add(" " + before.get(i++));
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                edits.add("-" + before.get(i++));
            } else {
                edits.add("+" + after.get(j++));
            }
        }
        return edits;
    }
}
