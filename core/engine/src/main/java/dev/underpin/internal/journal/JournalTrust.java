package dev.underpin.internal.journal;

import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.server.JournalStatements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is found in the journal's schema may be believed. Who can write a journal decides what its reader executes,
 * and who can put a trigger there executes as whoever writes. So it is the present role's, and nobody else's hand is in it.
 * Only catalogs are read.
 */
final class JournalTrust {

    private final Session session;
    private final JournalStatements says;
    private final Map<String, Set<String>> tables;

    /**
     * @param tables the journal's, each with the names of its columns
     */
    JournalTrust(Session session, Map<String, Set<String>> tables) {
        this.session = session;
        this.says = session.dialect().statements(JournalStatements.class);
        this.tables = tables;
    }

    static Failure madeMeanwhile() {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.JOURNAL_JUST_CREATED,
                "somebody else has just created the schema " + JournalSchema.NAME + "; nothing was changed",
                "Look whose it is. If it is another start of the tool by the same role, try again.");
    }

    boolean schemaExists() {
        return owner().isPresent();
    }

    private Optional<Ownership> owner() {
        return RowMapper.map(session.query(says.owner(JournalSchema.NAME)), Ownership.class).stream()
                .findFirst();
    }

    /** Of the journal's schema. */
    private record Ownership(String owner, String me) {}

    /**
     * Whether the journal has been created.
     *
     * @throws Failure if the schema is another role's, or others can do in it what only its owner may
     */
    boolean created() {
        Optional<Ownership> found = owner();
        if (found.isEmpty()) {
            return false;
        }
        String owner = found.get().owner();
        String me = found.get().me();
        if (!owner.equals(me)) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.JOURNAL_OF_ANOTHER,
                    "the journal in schema " + JournalSchema.NAME + " belongs to " + owner + ", and this is " + me
                            + ": what it holds would run with other rights than those of who wrote it; nothing was changed",
                    "Connect as " + owner
                            + ". If that is no journal of yours, have it dropped or handed over (ALTER SCHEMA "
                            + JournalSchema.NAME + " OWNER TO ...), by its owner or a superuser.");
        }
        refuse(session.query(says.strange(JournalSchema.NAME, tables.keySet())).values().stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.toCollection(TreeSet::new)));
        Map<String, Set<String>> present = columns();
        if (!present.containsKey("version")) {
            return false;
        }
        Set<String> different = new TreeSet<>();
        tables.forEach((table, expected) -> compare(table, expected, present.get(table), different));
        refuse(different);
        return true;
    }

    private static void compare(
            String table, Set<String> expected, @Nullable Set<String> found, Set<String> different) {
        if (found == null) {
            different.add(table + " is missing");
            return;
        }
        found.stream()
                .filter(column -> !expected.contains(column))
                .forEach(column -> different.add(table + " has the column " + column));
        expected.stream()
                .filter(column -> !found.contains(column))
                .forEach(column -> different.add(table + " has no column " + column));
    }

    private Map<String, Set<String>> columns() {
        return session.query(says.columns(JournalSchema.NAME, tables.keySet())).values().stream()
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.get(0)),
                        Collectors.mapping(row -> String.valueOf(row.get(1)), Collectors.toSet())));
    }

    private static void refuse(Set<String> strange) {
        if (!strange.isEmpty()) {
            throw new Failure(
                    Outcome.REFUSED,
                    Problem.of(Finding.error(
                                    EngineCodes.JOURNAL_ALTERED,
                                    "the journal in schema " + JournalSchema.NAME
                                            + " is not as the tool made it, so it is not used; nothing was changed",
                                    "Find out who did that, and take it back. A journal that somebody else prepared is dropped"
                                            + " by its owner or a superuser."))
                            .with(List.copyOf(strange)));
        }
    }
}
