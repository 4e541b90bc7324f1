package dev.underpin.internal.measure;

import dev.underpin.internal.measure.PlanFacts.Share;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.program.Question.PlanExpectation;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Holds an execution plan against what was expected of it. */
final class PlanShapes {

    private PlanShapes() {}

    static Verdict judge(PlanExpectation expectation, PlanFacts facts) {
        if (expectation instanceof PlanExpectation.UsesIndex uses) {
            return usesIndex(uses.index(), facts);
        }
        if (expectation instanceof PlanExpectation.NoSeqScanOn without) {
            return noSeqScan(without.table(), facts);
        }
        return expectation instanceof PlanExpectation.Prunes ? prunes(facts) : noJoin(facts);
    }

    private static Verdict usesIndex(String index, PlanFacts facts) {
        Collection<QualifiedName> used = facts.indexes();
        return new Verdict(
                "uses index " + index,
                used.stream().anyMatch(name -> means(index, name)),
                used.isEmpty() ? "no index" : names(used));
    }

    private static Verdict noSeqScan(String table, PlanFacts facts) {
        Collection<QualifiedName> whole = facts.scannedWhole();
        return new Verdict(
                "no sequential scan on " + table,
                whole.stream().noneMatch(name -> means(table, name)),
                whole.isEmpty() ? "none" : names(whole));
    }

    private static Verdict prunes(PlanFacts facts) {
        Collection<Share> shares = facts.shares();
        if (shares.isEmpty()) {
            boolean all = facts.removedAtRunTime();
            return new Verdict("prunes partitions", all, all ? "all left out" : "no partitioned table is read");
        }
        return new Verdict(
                "prunes partitions",
                shares.stream().allMatch(Share::pruned),
                shares.stream().map(Share::toString).collect(Collectors.joining(", ")));
    }

    private static Verdict noJoin(PlanFacts facts) {
        Collection<String> joins = facts.joins();
        return new Verdict(
                "no join",
                joins.isEmpty(),
                joins.isEmpty() ? "none" : String.join(", ", joins).toLowerCase(Locale.ROOT));
    }

    /** With or without its schema. */
    private static boolean means(String wanted, QualifiedName found) {
        return found.local().equals(wanted) || found.toString().equals(wanted);
    }

    private static String names(Collection<QualifiedName> names) {
        return names.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
    }
}
