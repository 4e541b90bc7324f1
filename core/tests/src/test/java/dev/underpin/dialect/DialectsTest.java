package dev.underpin.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.postgresql.PostgresDialect;
import dev.underpin.postgresql.PostgresDialectProvider;
import dev.underpin.report.EngineCodes;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.finding.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectsTest {

    private static final Server POSTGRES_16 =
            server(160_004, "PostgreSQL 16.4 on x86_64-pc-linux-gnu, compiled by gcc");

    @ParameterizedTest
    @CsvSource({"140022, 14", "150019, 15", "160015, 16", "170011, 17", "180006, 18"})
    void findsPostgresqlOfEverySupportedMajor(int version, int major) {
        Dialect dialect = Dialects.installed().of(server(version, "PostgreSQL " + major + ".9 on aarch64"));

        assertThat(dialect.name()).isEqualTo("postgresql " + major);
    }

    @ParameterizedTest
    @CsvSource({
        "130014, 'PostgreSQL 13.14 on x86_64-pc-linux-gnu'",
        "190000, 'PostgreSQL 19beta1 on x86_64-pc-linux-gnu'",
        "150012, 'PostgreSQL 15.12-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu'",
        "140000, 'CockroachDB CCL v24.1.0'",
    })
    void refusesWhatNobodyKnows(int version, String banner) {
        assertThatThrownBy(() -> Dialects.installed().of(server(version, banner)))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.finding().code()).isEqualTo(EngineCodes.UNKNOWN_SERVER.id());
                    assertThat(refused).hasMessageContaining(banner);
                });
    }

    @Test
    void theMostSpecificWins() {
        Dialect special = new PostgresDialect(14);
        Dialects dialects = new Dialects(List.of(
                new PostgresDialectProvider(),
                claiming("special", special, 10),
                claiming("less", new PostgresDialect(15), 5)));

        assertThat(dialects.of(POSTGRES_16)).isSameAs(special);
    }

    @Test
    void aTieIsAnError() {
        Dialects dialects = new Dialects(List.of(
                claiming("one", new PostgresDialect(16), 10),
                new PostgresDialectProvider(),
                claiming("another", new PostgresDialect(16), 10)));

        assertThatThrownBy(() -> dialects.of(POSTGRES_16)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.finding().code()).isEqualTo(EngineCodes.AMBIGUOUS_SERVER.id());
            assertThat(refused).hasMessageContaining("another of ").hasMessageContaining(", one of ");
        });
    }

    @Test
    void oneMoreTakesThePlaceOfOneOfItsName() {
        Dialect mine = new PostgresDialect(14);
        Dialects dialects = Dialects.installed()
                .with(claiming("mine", new PostgresDialect(15), 10))
                .with(claiming("mine", mine, 10));

        assertThat(dialects.of(POSTGRES_16)).isSameAs(mine);
    }

    @Test
    void refusesADialectThatDescendsFromItself() {
        DialectProvider circle = new DialectProvider() {
            @Override
            public String id() {
                return "circle";
            }

            @Override
            public Optional<String> parent() {
                return Optional.of(id());
            }

            @Override
            public OptionalInt recognises(Server server) {
                return OptionalInt.of(1);
            }

            @Override
            public Dialect dialect(Server server, Optional<Dialect> parent) {
                return parent.orElseThrow();
            }
        };

        assertThatThrownBy(() -> new Dialects(List.of(circle)).of(POSTGRES_16))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.finding().code()).isEqualTo("E1307"));
    }

    private static Server server(int version, String banner) {
        return new Server(version, banner.split(" ", 3)[1], banner, Map.of());
    }

    private static DialectProvider claiming(String id, Dialect dialect, int specificity) {
        return new DialectProvider() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public OptionalInt recognises(Server server) {
                return OptionalInt.of(specificity);
            }

            @Override
            public Dialect dialect(Server server, Optional<Dialect> parent) {
                return dialect;
            }
        };
    }
}
