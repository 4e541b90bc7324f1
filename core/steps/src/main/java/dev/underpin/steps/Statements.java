package dev.underpin.steps;

import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The plan author's statements, one by one, and what the tool must know of them. */
final class Statements {

    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

    private static final Set<String> PER_TRANSACTION = Set.of("LOCAL", "CONSTRAINTS", "TRANSACTION");

    private static final Set<String> REPEATABLE = Set.of("VACUUM", "ANALYZE", "CHECKPOINT");

    private static final int LINE = 60;

    private Statements() {}

    static List<String> of(List<SqlText> texts) {
        return texts.stream().flatMap(text -> text.statements().stream()).toList();
    }

    /**
     * @throws InvalidConfig if a statement would reach beyond the step: end its transaction, or change the session
     */
    static void require(String component, List<SqlText> texts, boolean transaction) {
        for (String statement : of(texts)) {
            objection(words(statement), statement, transaction).ifPresent(remedy -> {
                throw new InvalidConfig(component, "\"" + brief(statement) + "\" cannot stand in a step", remedy);
            });
        }
    }

    private static Optional<String> objection(List<String> words, String statement, boolean transaction) {
        String first = word(words, 0);
        String second = word(words, 1);
        if (statement.startsWith("\\")) {
            return Optional.of("It is psql's own command, not SQL; write what it does as SQL.");
        }
        if (TRANSACTION_CONTROL.contains(first) || (first.equals("PREPARE") && second.equals("TRANSACTION"))) {
            return Optional.of("Leave it out: the tool begins and commits, together with its journal.");
        }
        if (first.equals("DISCARD") || first.equals("RESET")) {
            return Optional.of("Leave it out: the tool's session keeps its settings.");
        }
        return first.equals("SET") ? objectionToSet(words, transaction) : Optional.empty();
    }

    private static Optional<String> objectionToSet(List<String> words, boolean transaction) {
        int at = Set.of("LOCAL", "SESSION").contains(word(words, 1)) ? 2 : 1;
        String what = word(words, at);
        if (what.equals("ROLE") || what.equals("AUTHORIZATION")) {
            return Optional.of("Run the plan as that role: the journal is written in the same transaction.");
        }
        if (what.equals("SEARCH_PATH")) {
            return Optional.of("Give the plan's settings a searchPath.");
        }
        if (!PER_TRANSACTION.contains(word(words, 1))) {
            return Optional.of("It would outlive the step; say SET LOCAL.");
        }
        return transaction ? Optional.empty() : Optional.of("It has no effect outside a transaction.");
    }

    /** Whether it waits for others without making anybody wait, and so must not be hurried. */
    static boolean patient(String statement) {
        List<String> words = words(statement);
        return words.contains("CONCURRENTLY")
                || word(words, 0).equals("ANALYZE")
                || (word(words, 0).equals("VACUUM") && !words.contains("FULL"));
    }

    /** Whether running it twice comes to the same as running it once, however far the first time got. */
    static boolean repeatable(String statement) {
        return REPEATABLE.contains(word(words(statement), 0));
    }

    /** In upper case; names in quotes, texts and comments left out. */
    private static List<String> words(String statement) {
        return SqlToken.of(statement).stream()
                .filter(token -> token.kind() == SqlToken.Kind.WORD)
                .map(token -> token.in(statement).toUpperCase(Locale.ROOT))
                .toList();
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** On one line and not too long, for people. */
    static String brief(String statement) {
        String line = statement.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LINE - 1)) + "…";
    }
}
