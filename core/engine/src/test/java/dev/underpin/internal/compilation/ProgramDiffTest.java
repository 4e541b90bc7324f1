package dev.underpin.internal.compilation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramDiffTest {

    private static Program program(String key, Op... ops) {
        return Program.of(List.of(Transaction.of(key, "Do " + key, Undo.NONE, List.of(ops))));
    }

    private static Check expecting(String value) {
        return new Check(
                "count",
                "Nobody came",
                new Question.Rows(Sql.of("SELECT count(*) FROM t"), Expect.value(value)),
                Check.OnMiss.FAIL,
                "E1",
                "Wait.");
    }

    @Test
    void theStatementsThatDifferAreShownFromWhereTheyDo() {
        assertThat(ProgramDiff.of(
                        program("a", Sql.of("CREATE TABLE t (id int)"), Sql.of("CREATE INDEX i ON t (id, a)")),
                        program("a", Sql.of("CREATE TABLE t (id int)"), Sql.of("CREATE INDEX i\n  ON t (id, b)"))))
                .containsExactly(
                        "differently: a (Do a)",
                        "  previewed: CREATE INDEX i ON t (id, a)",
                        "  now: CREATE INDEX i ON t (id, b)");
    }

    @Test
    void aCheckThatExpectsSomethingElseIsADifference() {
        assertThat(ProgramDiff.of(program("a", expecting("1")), program("a", expecting("2"))))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("  previewed:").contains("text=1"))
                .anySatisfy(line -> assertThat(line).startsWith("  now:").contains("text=2"));
    }

    @Test
    void longTextsAreCutAroundTheDifference() {
        String long1 = "SELECT " + "x, ".repeat(500);
        assertThat(ProgramDiff.of(
                        program("a", Sql.of(long1 + "1 FROM " + "y".repeat(500))),
                        program("a", Sql.of(long1 + "2 FROM " + "y".repeat(500)))))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(200))
                .anySatisfy(line -> assertThat(line).contains("… ", "2 FROM", " …"));
    }

    @Test
    void whatComesAndGoesIsNamed() {
        assertThat(ProgramDiff.of(program("a"), program("b")))
                .containsExactly("no longer: a (Do a)", "now also: b (Do b)");
    }

    @Test
    void actionsOfTheSameStatementsAreSaidToBe() {
        Program now = Program.of(List.of(Transaction.of("a", "Do a", new Undo.Irreversible("gone"), List.of())));
        assertThat(ProgramDiff.of(program("a"), now)).hasSize(2);
    }
}
