package dev.underpin.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.underpin.testkit.Majors;
import dev.underpin.testkit.ServerParser;
import dev.underpin.testkit.ServerParser.Verdict;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool and the server agree where statements end, whatever a text is made of. */
@SideBySide
class SqlLexingIT {

    private static final long SEED = 20_261_128L;
    private static final int TEXTS = 10_000;

    /** Where one of them once ended, or could end, and the other did not. */
    private static final List<String> KNOWN = List.of(
            "SELECT 1 --\r; SELECT 2",
            "SELECT 1 --\f; SELECT 2",
            "SELECT 1 --\u0085; SELECT 2",
            "SELECT 1 --\u2028; SELECT 2",
            "SELECT 1 AS x\u2003$$; SELECT $$2",
            "SELECT 1$$;$$",
            "SELECT 1$$ ' $$; SELECT 2 --'",
            "SELECT 1e'\\' || '; SELECT 2 --'",
            "SELECT 1e5e'\\' || '; SELECT 2 --'",
            "SELECT $1e'\\' || '; SELECT 2 --'",
            "SELECT $1e5e'\\' || '; SELECT 2 --'",
            "SELECT 0x1e'\\' || '; SELECT 2 --'",
            "SELECT 1_e'\\' || '; SELECT 2 --'",
            "SELECT $1$$;$$",
            "SELECT (ARRAY[1,2])[1:e'\\';']",
            "SELECT (ARRAY[1,2])[1:a$$;$$]",
            "SELECT (ARRAY[1,2])[1:a$$];SELECT 1 AS a$$",
            "SELECT e'a'\n'\\'; SELECT 2 --'",
            "SELECT e'a' -- '\n'\\'; SELECT 2 --'",
            "SELECT e'a' --\r '\\'; SELECT 2 --'",
            "SELECT e'a' '\\'; SELECT 2 --'",
            "SELECT e'a' /* \n */ '\\'; SELECT 2 --'",
            "SELECT 'a'\n'\\'; SELECT 2 --'",
            "SELECT b'1''0'\n'1;'",
            "SELECT U&'\\'; SELECT 2 --'",
            "SELECT N'\\'; SELECT 2 --'",
            "SELECT U&\"a;\" FROM t",
            "SELECT 1 /* /* */; SELECT 2 */",
            "SELECT 1 +/**/; SELECT 2",
            "SELECT 1 /*/*/**/*/*/; SELECT 2",
            "SELECT 1 *--/*\n; SELECT 2 --*/",
            "SELECT a$b$; SELECT 2 AS c$b$",
            "SELECT \uD83D\uDC0E$$; SELECT 1 AS x$$",
            "SELECT '\n;'\r';'",
            "SELECT 1; -- nothing",
            "SELECT 1;;; /* nothing */",
            "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT 2",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2",
            "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
            "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3");

    @Majors
    void inTextsThatWereMadeForIt(TestDatabase database) {
        assertThat(compared(database, KNOWN)).hasSizeGreaterThan(1);
    }

    /** The scanner's rules are those of 14 until 15 refuses more, and 16 takes more. */
    @Majors({14, 15, 16, 18})
    void inRandomTexts(TestDatabase database) {
        Texts texts = new Texts(new Random(SEED));
        Map<Verdict, Long> seen =
                compared(database, Stream.generate(texts::next).limit(TEXTS).toList());
        assertThat(seen.values())
                .as("of each kind, seed %s: %s", SEED, seen)
                .hasSize(4)
                .allMatch(count -> count > 500);
    }

    private static Map<Verdict, Long> compared(TestDatabase database, List<String> texts) {
        try (ServerParser server = new ServerParser(database)) {
            List<Verdict> verdicts = server.verdicts(texts);
            List<String> single = new ArrayList<>();
            List<String> within = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                List<String> statements = statements(text);
                if (!agree(verdicts.get(i), statements, text)) {
                    fail(
                            "seed %s: the server says %s, the tool sees %s in [%s]",
                            SEED, verdicts.get(i), statements, shown(text));
                }
                if (verdicts.get(i) == Verdict.SEVERAL_STATEMENTS) {
                    single.addAll(statements);
                }
                if (isExpression(text)) {
                    within.add("SELECT (" + text + "\n)");
                }
            }
            assertThat(server.verdicts(single))
                    .as("each part is one statement, seed %s", SEED)
                    .containsOnly(Verdict.ONE_STATEMENT_AT_MOST);
            assertThat(server.verdicts(within))
                    .as("no expression ends what it is put into, seed %s", SEED)
                    .doesNotContain(Verdict.SEVERAL_STATEMENTS);
            return verdicts.stream().collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
        }
    }

    private static boolean agree(Verdict server, List<String> statements, String text) {
        return switch (server) {
            case ONE_STATEMENT_AT_MOST -> statements.size() == 1 || (statements.isEmpty() && saysNothing(text));
            case SEVERAL_STATEMENTS -> statements.size() > 1;
            case UNTERMINATED -> statements.isEmpty();
            case NO_SQL -> true;
        };
    }

    private static boolean saysNothing(String text) {
        return SqlToken.of(text).stream()
                .allMatch(token ->
                        token.kind() == SqlToken.Kind.COMMENT || token.in(text).equals(";"));
    }

    /** None where a quotation does not end. */
    private static List<String> statements(String text) {
        try {
            return SqlStatements.of(text);
        } catch (UnterminatedSql unterminated) {
            return List.of();
        }
    }

    private static boolean isExpression(String text) {
        try {
            SqlFragment.requireComplete(text);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> shown.append(c < ' ' || c > '~' ? String.format("\\u%04X", c) : Character.toString(c)));
        return shown.toString();
    }

    /** Statements of pieces that mean something to a scanner, some of them damaged. */
    private static final class Texts {

        private static final List<String> SPACE = List.of(
                " ",
                "\n",
                "\r",
                "\t",
                "\f",
                "\n",
                "\r",
                " ",
                "\n",
                "\r",
                "\u000B",
                "--x\n",
                "--;\r",
                "-- '\r\n",
                "/*;*/",
                "/*/*'*/*/",
                "/**/",
                "--\f;\n",
                " ");

        private static final List<String> INSIDE = List.of(
                ";",
                "'",
                "''",
                "\"",
                "\"\"",
                "\\",
                "\\'",
                "\\\\",
                "$$",
                "$a$",
                "--",
                "/*",
                "*/",
                "\n",
                "\r",
                "\f",
                "\u000B",
                "\u0085",
                "\u00A0",
                "\u2003",
                "\u2028",
                "e'",
                "U&'",
                "x",
                "é",
                "\uD83D\uDC0E",
                "?",
                "{",
                "}",
                ":n",
                "(",
                ")",
                "1",
                "${p}");

        private static final List<String> OPENINGS = List.of(
                "'", "'", "'", "e'", "E'", "e'", "E'", "U&'", "n'", "N'", "b'", "X'", "\"", "\"a", "$$", "$a$", "$é_1$",
                "$$");

        private static final List<String> PLAIN = List.of(
                "1",
                "2",
                "3",
                "c",
                "d",
                "1.5",
                ".5",
                "1.",
                "1e5",
                "1E-5",
                "1e",
                "0x1e",
                "1_0",
                "$1",
                "$12",
                "a",
                "e",
                "E",
                "a$b",
                "a$$",
                "a$1",
                "x\u2003y",
                "\u00A0",
                "é",
                "\uD83D\uDC0E",
                "NULL",
                "b$a$",
                "_1");

        private static final List<String> BETWEEN = List.of(
                ",",
                ",",
                ",",
                ",",
                ",",
                ",",
                ",",
                "+",
                "+",
                "||",
                "||",
                "-",
                "*",
                "/",
                "<>",
                "?",
                "::int,",
                " AS x,",
                " IS NULL,",
                "");

        private final Random random;

        Texts(Random random) {
            this.random = random;
        }

        String next() {
            StringBuilder text = new StringBuilder();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                text.append(i > 0 ? random.nextInt(5) == 0 ? ";;" : ";" : "")
                        .append(space())
                        .append(statement());
            }
            text.append(random.nextInt(4) == 0 ? ";" : "").append(space());
            if (random.nextInt(20) == 0) {
                text.append(random.nextBoolean() ? "--" : "-- ;'");
            }
            return random.nextInt(3) > 0 ? text.toString() : damaged(text);
        }

        private String statement() {
            StringBuilder text = new StringBuilder("SELECT ");
            int items = 1 + random.nextInt(4);
            for (int i = 0; i < items; i++) {
                text.append(i > 0 ? one(BETWEEN) : "")
                        .append(space())
                        .append(item())
                        .append(space());
            }
            return text.toString();
        }

        private String item() {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> one(PLAIN);
                case 3 -> "(" + item() + space() + ")";
                case 4 -> "a[" + item() + ":" + item() + "]";
                default -> quotation();
            };
        }

        private String quotation() {
            String opening = one(OPENINGS);
            String close = opening.startsWith("$") ? opening : opening.contains("\"") ? "\"" : "'";
            StringBuilder text = new StringBuilder(opening).append(inside()).append(close);
            if (close.equals("'") && random.nextInt(3) == 0) {
                text.append(space())
                        .append(random.nextBoolean() ? "\n" : "")
                        .append("'")
                        .append(inside())
                        .append("'");
            }
            return text.toString();
        }

        private String inside() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(one(INSIDE));
            }
            return text.toString();
        }

        private String space() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(3); i > 0; i--) {
                text.append(one(SPACE));
            }
            return text.toString();
        }

        private String damaged(StringBuilder text) {
            List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                int at = random.nextInt(points.size());
                if (random.nextBoolean() && points.size() > 1) {
                    points.remove(at);
                } else {
                    one(INSIDE).codePoints().forEach(point -> points.add(at, point));
                }
            }
            StringBuilder result = new StringBuilder();
            points.forEach(result::appendCodePoint);
            return result.toString();
        }

        private String one(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
