package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.sql.QualifiedName;

/** Whether somebody changed a table's definition since a moment at which it was kept. */
public final class Definitions {

    /** The table, when capture began. */
    public static final String BEFORE = "before";

    /** The retired table, right after the cutover. */
    public static final String RETIRED = "retired";

    /** The partitioned table, when all that belongs to the conversion was done. */
    public static final String AFTER = "after";

    /** Its partitions, at that moment. */
    public static final String PARTITIONS = "partitions";

    private static final String TAKE_BACK =
            "Take these changes back and roll back again; or keep the partitioned table and finalize.";

    private final Conversion conversion;

    public Definitions(Conversion conversion) {
        this.conversion = conversion;
    }

    public Check unchanged(String moment, QualifiedName table, Check.OnMiss onMiss, Code code, String remedy) {
        return new Check(
                "definition:" + moment,
                "Nobody has changed the definition of " + table,
                new Question.Rows(vocabulary().differences(conversion.objects().store(), moment, table), Expect.none()),
                onMiss,
                code,
                remedy);
    }

    /** Asked by the way back, before its locks and under them. */
    public Check unchangedSinceCutover(String moment, QualifiedName table) {
        return unchanged(moment, table, Check.OnMiss.FAIL, Codes.CHANGED_SINCE_CUTOVER, TAKE_BACK);
    }

    /** Of the partitions that were there; those that came since are nobody's but the table's. */
    public Check partitionsUnchangedSinceCutover() {
        return new Check(
                "definition:" + PARTITIONS,
                "Nobody has changed the definition of a partition of " + conversion.table(),
                new Question.Rows(
                        vocabulary().partitionDifferences(conversion.objects().store(), PARTITIONS, conversion.table()),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.CHANGED_SINCE_CUTOVER,
                TAKE_BACK);
    }

    private DefinitionStatements vocabulary() {
        return conversion.dialect().statements(DefinitionStatements.class);
    }
}
