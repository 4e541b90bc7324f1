package dev.underpin.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.internal.measure.ExplainReader.Explained;
import dev.underpin.internal.measure.Lineage.Place;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.program.Question.PlanExpectation;
import dev.underpin.spi.program.Question.PlanExpectation.NoJoin;
import dev.underpin.spi.program.Question.PlanExpectation.NoSeqScanOn;
import dev.underpin.spi.program.Question.PlanExpectation.Prunes;
import dev.underpin.spi.program.Question.PlanExpectation.UsesIndex;
import dev.underpin.spi.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainReaderTest {

    private static final String BITMAP = """
            [{"Plan": {"Node Type": "Append", "Actual Loops": 1, "Subplans Removed": 1, "Output": ["a"], "Plans": [
               {"Node Type": "Bitmap Heap Scan", "Parent Relationship": "Member", "Relation Name": "m_1", "Schema": "app", "Actual Loops": 1, "Plans": [
                  {"Node Type": "BitmapAnd", "Parent Relationship": "Outer", "Actual Loops": 1, "Plans": [
                     {"Node Type": "Bitmap Index Scan", "Parent Relationship": "Member", "Index Name": "m_1_room_idx", "Actual Loops": 1}]}]},
               {"Node Type": "Seq Scan", "Parent Relationship": "Member", "Relation Name": "m_2", "Schema": "app", "Actual Loops": 0},
               {"Node Type": "Seq Scan", "Parent Relationship": "Member", "Relation Name": "m_3", "Schema": "app", "Actual Loops": 1}]},
              "Planning Time": 0.1, "Execution Time": 12.5}]
            """;

    private static final String SUBPLAN = """
            [{"Plan": {"Node Type": "Seq Scan", "Relation Name": "messages", "Schema": "public", "Plans": [
               {"Node Type": "Index Scan", "Parent Relationship": "SubPlan", "Relation Name": "rooms", "Schema": "public", "Index Name": "rooms_pkey"},
               {"Node Type": "Result", "Parent Relationship": "InitPlan"}]}}]
            """;

    private static final QualifiedName ROOT = QualifiedName.of("app", "m");

    private static PlanFacts facts(String json, long pages) {
        Map<QualifiedName, Place> places = new HashMap<>();
        for (int i = 1; i <= 3; i++) {
            QualifiedName leaf = ROOT.sibling("m_" + i);
            places.put(leaf, new Place(leaf, ROOT, 4, pages));
        }
        QualifiedName index = ROOT.sibling("m_1_room_idx");
        return new PlanFacts(
                new ExplainReader().read(json).root(),
                new Lineage(places, Map.of(index, List.of(index, ROOT.sibling("m_room_idx")))));
    }

    private static Verdict judge(PlanExpectation expectation, String json, long pages) {
        return PlanShapes.judge(expectation, facts(json, pages));
    }

    @Test
    void readsTimesAndLeavesColumnListsOut() {
        Explained explained = new ExplainReader().read(BITMAP);

        assertThat(explained.executionMs()).contains(12.5);
        assertThat(explained.json()).doesNotContain("Output").contains("Planning Time");
        assertThat(new ExplainReader().read(SUBPLAN).executionMs()).isEmpty();
    }

    @Test
    void findsAnIndexByItsOwnNameAndByThatOfThePartitionedIndex() {
        assertThat(judge(new UsesIndex("m_1_room_idx"), BITMAP, 9).met()).isTrue();
        assertThat(judge(new UsesIndex("m_room_idx"), BITMAP, 9).met()).isTrue();
        assertThat(judge(new UsesIndex("app.m_room_idx"), BITMAP, 9).met()).isTrue();
        assertThat(judge(new UsesIndex("room_idx"), BITMAP, 9))
                .isEqualTo(new Verdict("uses index room_idx", false, "app.m_1_room_idx, app.m_room_idx"));
    }

    @Test
    void countsThePartitionsThatWereRead() {
        assertThat(judge(new Prunes(), BITMAP, 9))
                .isEqualTo(new Verdict("prunes partitions", true, "2 of 4 partitions of app.m"));
        assertThat(judge(new Prunes(), SUBPLAN, 9))
                .isEqualTo(new Verdict("prunes partitions", false, "no partitioned table is read"));
    }

    @Test
    void countsASequentialScanOfAPartitionAgainstItsTableUnlessItIsTrifling() {
        assertThat(judge(new NoSeqScanOn("m"), BITMAP, 9).met()).isFalse();
        assertThat(judge(new NoSeqScanOn("m"), BITMAP, 1).met()).isTrue();
        assertThat(judge(new NoSeqScanOn("messages"), SUBPLAN, 1).met()).isFalse();
        assertThat(judge(new NoSeqScanOn("rooms"), SUBPLAN, 1).met()).isTrue();
    }

    @Test
    void takesASubqueryForEachRowForAJoinButNotOneThatRunsOnce() {
        assertThat(judge(new NoJoin(), SUBPLAN, 1)).isEqualTo(new Verdict("no join", false, "subquery for each row"));
        assertThat(judge(new NoJoin(), BITMAP, 1).met()).isTrue();
    }

    @Test
    void saysInShortHowEachTableIsRead() {
        assertThat(facts(BITMAP, 9).access()).isEqualTo("Bitmap Index Scan m_room_idx, Seq Scan on m");
        assertThat(facts(SUBPLAN, 9).access()).isEqualTo("Seq Scan on messages, Index Scan rooms_pkey on rooms");
    }
}
