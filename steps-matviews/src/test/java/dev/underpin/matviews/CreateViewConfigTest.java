package dev.underpin.matviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CreateViewConfigTest {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new MatviewsPlugin()));

    @Test
    void allThatCanBeSaidIsUnderstood() {
        CreateViewConfig config = parse("""
                name: public.session_stats
                query: |
                  SELECT user_id, status, count(*) AS sessions -- each
                  FROM public.sessions GROUP BY 1, 2;
                uniqueKey: [user_id, status]
                indexes: [ { name: session_stats_status_idx, keys: [ { column: status } ] } ]
                grants: { select: [authenticated, public, authenticated], maintain: ["\\"Nightly job\\""] }
                comment: Sessions by user and status.
                refresh: { mode: concurrent, maxStaleness: 1h, maxHold: 2s }""");
        assertThat(config.name()).isEqualTo(QualifiedName.of("public", "session_stats"));
        assertThat(config.query().text()).startsWith("SELECT user_id").endsWith("GROUP BY 1, 2");
        assertThat(config.uniqueKey()).containsExactly(new Identifier("user_id"), new Identifier("status"));
        assertThat(config.indexes()).hasSize(1);
        assertThat(config.grants().each())
                .containsExactly(
                        new Granted("authenticated", "SELECT"),
                        new Granted("public", "SELECT"),
                        new Granted("Nightly job", "MAINTAIN"));
        assertThat(config.refresh().mode()).isEqualTo(RefreshMode.CONCURRENT);
        assertThat(config.refresh().maxHold()).contains(Duration.ofSeconds(2));
    }

    @Test
    void littleNeedsToBeSaid() {
        CreateViewConfig config = parse("name: v\nquery: SELECT 1 AS a");
        assertThat(config.grants().each()).isEmpty();
        assertThat(config.refresh().mode()).isEqualTo(RefreshMode.AUTO);
        assertThat(config.refresh().cadence()).isEmpty();
    }

    static List<Arguments> nonsense() {
        return List.of(
                arguments("name: v, query: DELETE FROM t", "SELECT, WITH, VALUES or TABLE"),
                arguments("name: v, query: 'SELECT 1; DROP TABLE t'", "semicolon"),
                arguments("name: v, query: 'SELECT (1'", "not closed"),
                arguments("name: v, query: SELECT 1 AS a, uniqueKey: [a, a]", "twice"),
                arguments("name: v, query: SELECT 1 AS a, refresh: { mode: concurrent }", "nothing says how"),
                arguments("name: v, query: SELECT 1 AS a, refresh: { maxStaleness: 30s }", "once a minute"),
                arguments(
                        "name: v, query: SELECT 1 AS a, refresh: { mode: concurrent }, indexes: [ { name: i, unique: true,"
                                + " keys: [ { column: a } ], where: a > 0 } ]",
                        "nothing says how"),
                arguments(
                        "name: v, query: SELECT 1 AS a, indexes: [ { name: i, keys: [ { column: a } ] }, { name: I, keys: [ {"
                                + " column: a } ] } ]",
                        "two indexes named i"),
                arguments("name: v, query: SELECT 1 AS a, indexes: [ { name: i, keys: [] } ]", "at least one key"),
                arguments("name: v", "query"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMeansNothingIsRefused(String with, String reason) {
        assertThatThrownBy(() -> parse("{ " + with + " }"))
                .isInstanceOf(InvalidPlan.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, */1 * * * *",
        "PT7M, */6 * * * *",
        "PT30M, */30 * * * *",
        "PT59M59S, */30 * * * *",
        "PT1H, 1 hour",
        "PT90M, 1 hour",
        "P1D, 24 hours"
    })
    void itIsRefreshedAtLeastAsOftenAsAskedFor(Duration maxStaleness, String cadence) {
        assertThat(new RefreshPolicy(RefreshMode.AUTO, Optional.of(maxStaleness), Optional.empty()).cadence())
                .contains(cadence);
    }

    private static CreateViewConfig parse(String with) {
        String plan = """
                apiVersion: underpin/v1
                plan: p
                steps:
                  - id: v
                    uses: matviews.create
                    with:
                """;
        return (CreateViewConfig) Plan.parse(plan + with.indent(6), "plan.yaml", REGISTRY, Map.of())
                .steps()
                .get(0)
                .config();
    }
}
