package dev.underpin.partitioning;

import dev.underpin.spi.Check;
import dev.underpin.spi.Expect;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question;

/** Whether somebody changed a table's definition since a moment at which it was kept. */
final class Definitions {

    /** The table, when capture began. */
    static final String BEFORE = "before";

    /** The retired table, right after the cutover. */
    static final String RETIRED = "retired";

    /** The partitioned table, when all that belongs to the conversion was done. */
    static final String AFTER = "after";

    private final Conversion conversion;

    Definitions(Conversion conversion) {
        this.conversion = conversion;
    }

    Check unchanged(String moment, QualifiedName table, Check.OnMiss onMiss, String code, String remedy) {
        return new Check(
                "definition:" + moment,
                "Nobody has changed the definition of " + table,
                new Question.Rows(
                        conversion.dialect().definitions().differences(conversion.store(), moment, table),
                        Expect.none()),
                onMiss,
                code,
                remedy);
    }
}
