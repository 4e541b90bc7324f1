package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.Settings;
import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.config.Percentage;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Scalar;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import dev.underpin.spi.sql.SqlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReadingTest {

    private static final PluginRegistry TYPES = PluginRegistry.of(List.of(new SamplePlugin()));

    private static final String MINIMAL = """
            apiVersion: underpin/v1
            plan: p
            steps:
              - { id: a, uses: sample.types }
            """;

    @TempDir
    Path directory;

    private static Plan full(Map<String, String> sets) {
        CataloguedPlan full = CataloguedPlan.all("valid").stream()
                .filter(plan -> plan.toString().equals("full.yaml"))
                .findFirst()
                .orElseThrow();
        return Plan.read(full.file(), TYPES, sets);
    }

    private static <C extends Record> C config(Plan plan, String step, Class<C> type) {
        return type.cast(plan.step(step).orElseThrow().config());
    }

    private List<ProblemCode> refused(Path file) {
        return refused(catchThrowableOfType(InvalidPlan.class, () -> Plan.read(file, TYPES, Map.of())));
    }

    private static List<ProblemCode> refused(InvalidPlan invalid) {
        return invalid.problems().stream().map(PlanProblem::code).toList();
    }

    private static InvalidPlan reading(String yaml, Map<String, String> sets) {
        return catchThrowableOfType(InvalidPlan.class, () -> Plan.parse(yaml, "p.yaml", TYPES, sets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%YAML 3.0\n---\n",
                "%YAML 0.9\n---\n",
                "%YAML 99999999999999999999.0\n---\n",
                "%YAML\n---\n",
                "%TAG ! \n---\n"
            })
    void aDirectiveThatCannotBeFollowedIsAProblemOfThePlan(String directive) {
        assertThat(refused(reading(directive + MINIMAL, Map.of()))).containsExactly(ProblemCode.YAML_SYNTAX);
    }

    /** Whatever stands for a long time in one place; read or refused, and soon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "\"", "'", "[", "{", "- ", "? ", "a: ", "&a ", "*", "%", "# ", "| ", "!", "1", "1e", "\n", "$",
                "${a}", "\\"
            })
    @Timeout(60)
    void nothingRecursesWithTheLengthOfAPlan(String piece) {
        String much = piece.repeat(50_000);
        for (String yaml :
                List.of(much, MINIMAL + "description: " + much, MINIMAL.replace("plan: p", "plan: " + much))) {
            try {
                Plan.parse(yaml, "p.yaml", TYPES, Map.of());
            } catch (InvalidPlan refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e2147483647", "1e99999999999999999999", "1e-999999999"})
    @Timeout(20)
    void aNumberThatFillsTheMemoryIsRefused(String number) {
        String yaml =
                MINIMAL + "parameters: { n: { type: number, default: " + number + " }, i: { type: integer, default: "
                        + number + " } }\nmeasure: [ { id: m, sql: \"SELECT ${n}\", runs: " + number + " } ]\n";
        assertThat(refused(reading(yaml, Map.of()))).isNotEmpty();
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        Plan plan = Plan.parse(MINIMAL, "p.yaml", TYPES, Map.of());
        assertThat(plan.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(plan.target()).isEqualTo(PlanTarget.ANY);
        assertThat(plan.description()).isEmpty();
        assertThat(plan.prechecks()).isEmpty();
        assertThat(plan.measurements()).isEmpty();
        assertThat(plan.parameters()).isEmpty();
        SamplePlugin.Types config = config(plan, "a", SamplePlugin.Types.class);
        assertThat(config.whole()).isEqualTo(7);
        assertThat(config.tables()).isEmpty();
        assertThat(config.zone()).isEmpty();
    }

    @Test
    void everythingSaidIsTyped() {
        Plan plan = full(Map.of());
        assertThat(plan.settings())
                .isEqualTo(new Settings(
                        Duration.ofMillis(300),
                        Duration.ofMinutes(10),
                        Settings.OnFailure.STOP,
                        List.of(new Identifier("chat"), new Identifier("public"), new Identifier("$user"))));
        assertThat(plan.target().minServerVersion()).hasValue(14);
        assertThat(plan.prechecks())
                .singleElement()
                .extracting(Assertion::remedy)
                .isEqualTo(Optional.of("Delete the orphans first."));
        Measurement measurement = plan.measurements().get(0);
        assertThat(measurement.expect().improvesBy()).hasValue(Percentage.parse("60%"));
        assertThat(measurement.sql().placeholders())
                .singleElement()
                .satisfies(found -> assertThat(found.name()).isEqualTo("room"));
        SamplePlugin.Index index = config(plan, "index", SamplePlugin.Index.class);
        assertThat(index.table()).isEqualTo(QualifiedName.of("chat", "Messages"));
        assertThat(index.maxWait()).isEqualTo(Duration.ofMinutes(90));
        assertThat(index.keys().get(0).order()).isEqualTo(SamplePlugin.Order.DESC);
        assertThat(plan.step("run").orElseThrow().irreversibleAccepted()).isTrue();
        assertThat(plan.step("index").orElseThrow().irreversibleAccepted()).isFalse();
        assertThat(plan.step("index").orElseThrow().at()).isEqualTo(new Position(38, 5));
    }

    @Test
    void textsStayWhatTheyWereMeantToBe() {
        SamplePlugin.Types types = config(full(Map.of()), "types", SamplePlugin.Types.class);
        assertThat(types.text()).hasValue("no");
        assertThat(types.any()).hasValue(new Scalar("012"));
        assertThat(types.values())
                .containsEntry("active", List.of(new Scalar("on"), new Scalar("1:30"), new Scalar("012")))
                .containsEntry("other", List.of(new Scalar("5"), new Scalar("5"), new Scalar("true")));
    }

    @Test
    void aParameterIsAValueOfItsType() {
        SamplePlugin.Types types =
                config(full(Map.of("months-ahead", "9", "every", "2 weeks")), "types", SamplePlugin.Types.class);
        assertThat(types.whole()).isEqualTo(9);
        assertThat(types.interval()).hasValue(CalendarInterval.parse("2 weeks"));
        assertThat(types.date()).hasValue(LocalDate.of(2024, 1, 31));
        assertThat(types.table()).hasValue(QualifiedName.of("public", "My Table"));
    }

    @Test
    void aParameterInSqlIsALiteralWhateverItsText() {
        String hostile = "x'); DROP TABLE t; -- ${who} $$ \\";
        Plan plan = full(Map.of("who", hostile, "target-table", "\"a\"\"; --\""));
        List<SqlText> apply = config(plan, "run", SamplePlugin.Run.class).apply();
        assertThat(apply.get(0).text()).isEqualTo("""
                        -- the plan's own ${comment} is left alone
                        INSERT INTO "a""; --" (who, n, at, ahead, flag)
                        VALUES ('x''); DROP TABLE t; -- ${who} $$ \\', 1 -(-2.5), cast('2024-01-31T10:00:00Z' as timestamptz), \
                        cast('1 month' as interval), true);
                        """);
        assertThat(apply.get(0).statements()).hasSize(1);
        assertThat(apply.get(1).text())
                .contains("text with ${literal} and", "'it''s ${literal}'", "a::text", "${comment}");
    }

    @Test
    void aSetValueIsOfTheParametersTypeOrRefused() {
        String yaml = "parameters: { n: { type: integer }, t: { type: text } }\n" + MINIMAL;
        assertThat(refused(reading(yaml, Map.of("n", "x", "t", "5", "nn", "1"))))
                .containsExactlyInAnyOrder(ProblemCode.BAD_PARAMETER_VALUE, ProblemCode.UNDEFINED_PARAMETER);
        assertThat(refused(reading(yaml, Map.of("n", "1.5", "t", ""))))
                .containsExactly(ProblemCode.BAD_PARAMETER_VALUE);
        assertThat(Plan.parse(yaml, "p.yaml", TYPES, Map.of("n", "-5", "t", "5"))
                        .parameters())
                .extracting(Parameter::value)
                .containsExactly("-5", "5");
    }

    @Test
    void stepsComeBehindWhatTheyDependOnAndElseInTheOrderOfTheFile() {
        String yaml = """
                apiVersion: underpin/v1
                plan: p
                steps:
                  - { id: a, uses: sample.types, dependsOn: [d] }
                  - { id: b, uses: sample.types }
                  - { id: c, uses: sample.types, dependsOn: [] }
                  - { id: d, uses: sample.types, dependsOn: [c] }
                  - { id: e, uses: sample.types }
                """;
        Plan plan = Plan.parse(yaml, "p.yaml", TYPES, Map.of());
        assertThat(plan.steps()).extracting(PlanStep::id).containsExactly("c", "d", "a", "b", "e");
        assertThat(plan.steps())
                .extracting(PlanStep::dependsOn)
                .containsExactly(List.of(), List.of("c"), List.of("d"), List.of("a"), List.of("d"));
    }

    @Test
    void aByteOrderMarkMeansNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("p.yaml"), "\uFEFF" + MINIMAL);
        assertThat(Plan.read(file, TYPES, Map.of())).isEqualTo(Plan.parse(MINIMAL, "p.yaml", TYPES, Map.of()));
    }

    @Test
    void withoutOthersTheStepTypesOnTheClassPathAreKnown() throws IOException {
        String yaml = MINIMAL.replace("uses: sample.types", "uses: sql.run, with: { apply: [SELECT 1] }");
        Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
        assertThat(Plan.read(file).steps()).extracting(PlanStep::uses).containsExactly("sql.run");
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        assertThat(refused(directory.resolve("missing.yaml"))).containsExactly(ProblemCode.FILE_MISSING);
        assertThat(refused(directory)).containsExactly(ProblemCode.NOT_A_FILE);
        assertThat(refused(directory.resolve("p.yaml/below"))).containsExactly(ProblemCode.FILE_MISSING);
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(SourceFile.MAX_BYTES + 1));
        assertThat(refused(large)).containsExactly(ProblemCode.FILE_TOO_LARGE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeIsRefusedWithoutWaitingForIt() throws Exception {
        Path pipe = directory.resolve("pipe.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(refused(pipe)).containsExactly(ProblemCode.NOT_A_FILE);
    }

    @Test
    void aFileOfTheGreatestSizeIsRead() throws IOException {
        byte[] comment = "#".repeat(SourceFile.MAX_BYTES - MINIMAL.length()).getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("largest.yaml");
        Files.write(file, MINIMAL.getBytes(StandardCharsets.UTF_8));
        Files.write(file, comment, StandardOpenOption.APPEND);
        assertThat(Plan.read(file, TYPES, Map.of()).id()).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- select 'é', ${nothing}",
                "- \"select 'é', ${nothing}\"",
                "- \"select\\t'é', ${nothing}\"",
                "- 'select ''é'', ${nothing}'",
                "- >-\n  select 'é',\n  ${nothing}",
                "- |\n  select 'é',\n\n    ${nothing}",
                "- |2\n     select 'é',\n     ${nothing}",
                "- select 'é',\n    ${nothing}"
            })
    void placesInSqlAreExactInEveryWayOfWritingIt(String item) {
        String yaml =
                "apiVersion: underpin/v1\nplan: p\nsteps:\n  - id: a\n    uses: sample.run\n    with:\n      apply:\n"
                        + item.indent(8);
        assertThat(reading(yaml, Map.of()).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.UNDEFINED_PARAMETER);
            String line = yaml.lines().toList().get(problem.at().line() - 1);
            assertThat(line.substring(problem.at().column() - 1)).startsWith("${nothing}");
        });
    }

    @Test
    void anExpressionIsWhatIsWrittenWhateverYamlTakesItFor() {
        CataloguedPlan written = CataloguedPlan.all("valid").stream()
                .filter(plan -> plan.toString().equals("expressions.yaml"))
                .findFirst()
                .orElseThrow();
        Plan plan = Plan.read(written.file(), TYPES, Map.of());
        SamplePlugin.Types plain = config(plan, "a", SamplePlugin.Types.class);
        assertThat(plain.expression().map(SqlExpression::text)).contains("true");
        assertThat(plain.expressions().stream().map(SqlExpression::text))
                .containsExactly("false", "false", "1", "-2.50", "1e3", "id > 0", "null_is_a_name");
        SamplePlugin.Types used = config(plan, "b", SamplePlugin.Types.class);
        assertThat(used.expression().map(SqlExpression::text)).contains("true");
        assertThat(used.expressions().get(1).text()).isEqualTo("true AND id > 5");
        assertThat(config(plan, "c", SamplePlugin.Types.class).expression()).isEmpty();
    }
}
