package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.CLAIM;
import static dev.underpin.internal.journal.JournalTables.RUN;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/** Which run a relation belongs to as long as that can be rolled back: no other run begins something with it. */
public final class RelationClaims {

    private final JournalWriter journal;

    public RelationClaims(JournalWriter journal) {
        this.journal = journal;
    }

    /** The plan whose run holds the relation and can still be rolled back, other than this run. */
    public static Optional<String> claimant(DSLContext dsl, QualifiedName relation, Optional<UUID> except) {
        return dsl.select(RUN.plan)
                .from(CLAIM)
                .join(RUN)
                .on(RUN.id.eq(CLAIM.run))
                .where(
                        CLAIM.schemaName.eq(relation.schema()),
                        CLAIM.relation.eq(relation.local()),
                        CLAIM.run.isDistinctFrom(DSL.val(except.orElse(null), CLAIM.run)))
                .fetchOptional()
                .map(Record1::value1);
    }

    /** Claims relations for the run until it ends. Returns those that runs of other plans hold, none claimed then. */
    public Map<QualifiedName, String> claim(UUID run, Collection<QualifiedName> relations) {
        return journal.write(dsl -> {
            Map<QualifiedName, String> held = new LinkedHashMap<>();
            relations.forEach(
                    relation -> claimant(dsl, relation, Optional.of(run)).ifPresent(plan -> held.put(relation, plan)));
            if (held.isEmpty()) {
                relations.forEach(relation -> dsl.insertInto(CLAIM)
                        .set(CLAIM.schemaName, relation.schema())
                        .set(CLAIM.relation, relation.local())
                        .set(CLAIM.run, run)
                        .onConflictDoNothing()
                        .execute());
            }
            return held;
        });
    }

    public void release(UUID run) {
        journal.write(dsl -> dsl.deleteFrom(CLAIM).where(CLAIM.run.eq(run)).execute());
    }
}
