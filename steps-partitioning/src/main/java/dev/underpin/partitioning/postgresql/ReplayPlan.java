package dev.underpin.partitioning.postgresql;

import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plan of a replay as EXPLAIN prints it: a node on the first line and below an arrow each, what is said of it after it. */
final class ReplayPlan {

    private static final Pattern SCAN = Pattern.compile("\\bScan\\b.* on \"?([^\" ]+)");

    private final List<String> lines;

    ReplayPlan(List<String> lines) {
        this.lines = lines;
    }

    /** The lines of nodes that read one of the relations, or a partition called the same and more, without a key to look up. */
    List<String> unsearched(List<QualifiedName> relations) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher scan = SCAN.matcher(lines.get(i));
            boolean concerned = scan.find()
                    && relations.stream().anyMatch(relation -> scan.group(1).startsWith(relation.local()));
            if (concerned && !byKey(i)) {
                found.add(lines.get(i).strip());
            }
        }
        return found;
    }

    /** The key of a bitmap stands at the node below. */
    private boolean byKey(int node) {
        int next = node + 1;
        if (lines.get(node).contains("Bitmap Heap Scan")) {
            return true;
        }
        while (next < lines.size() && !lines.get(next).contains("->")) {
            if (lines.get(next).contains("Index Cond:")) {
                return true;
            }
            next++;
        }
        return false;
    }
}
