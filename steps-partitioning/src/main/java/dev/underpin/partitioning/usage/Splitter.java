package dev.underpin.partitioning.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Divides a text at its semicolons and, in PL/pgSQL, at the words behind which a statement begins. */
final class Splitter {

    private static final Set<String> BEGINNINGS = Set.of("begin", "then", "else", "loop", "declare", "atomic");

    private final List<List<SqlNode>> statements = new ArrayList<>();
    private List<SqlNode> current = new ArrayList<>();
    private int cases;

    private Splitter() {}

    static List<List<SqlNode>> statements(List<SqlNode> nodes) {
        Splitter splitter = new Splitter();
        nodes.forEach(splitter::take);
        splitter.finish();
        return splitter.statements;
    }

    private void take(SqlNode node) {
        if (node.sign(";")) {
            finish();
            return;
        }
        if (node.word("case")) {
            cases++;
        } else if (node.word("end") && cases > 0) {
            cases--;
        } else if (cases == 0 && !merging() && BEGINNINGS.stream().anyMatch(node::word)) {
            finish();
            return;
        }
        current.add(node);
    }

    /** Its WHEN … THEN belong to it. */
    private boolean merging() {
        return current.stream().anyMatch(node -> node.word("merge"));
    }

    private void finish() {
        if (!current.isEmpty()) {
            statements.add(current);
        }
        current = new ArrayList<>();
        cases = 0;
    }
}
