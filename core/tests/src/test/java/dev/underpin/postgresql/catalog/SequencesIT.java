package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.catalog.Sequence.OwnedBy;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

@SideBySide
class SequencesIT {

    private static final List<List<String>> CHANGES = List.of(
            List.of("ALTER SEQUENCE public.numbers INCREMENT 5", "increment"),
            List.of("ALTER SEQUENCE public.numbers START 20", "start"),
            List.of("ALTER SEQUENCE public.numbers MAXVALUE 1000", "max"),
            List.of("ALTER SEQUENCE public.numbers MINVALUE -1000", "min"),
            List.of("ALTER SEQUENCE public.numbers CACHE 10", "cache"),
            List.of("ALTER SEQUENCE public.numbers CYCLE", "cycle"),
            List.of("ALTER SEQUENCE public.numbers AS integer", "type"),
            List.of("ALTER SEQUENCE public.numbers OWNED BY public.messages.other", "ownedBy"),
            List.of("COMMENT ON SEQUENCE public.numbers IS 'N'", "comment"),
            List.of("GRANT USAGE ON SEQUENCE public.numbers TO PUBLIC", "acl.builtIn", "acl.grants"));

    @Majors(always = true)
    void everyChangeShowsInItsPlaceAndNowhereElse(TestDatabase database) {
        database.execute("CREATE TABLE public.messages (id bigserial, other int); CREATE SEQUENCE public.numbers");
        SoftAssertions softly = new SoftAssertions();
        try (CatalogReading reading = CatalogReading.of(database)) {
            for (List<String> change : CHANGES) {
                Sequence before = reading.now().sequence(named("numbers")).orElseThrow();
                database.execute(change.get(0));
                database.execute("SELECT nextval('public.numbers')");
                Sequence after = reading.now().sequence(named("numbers")).orElseThrow();
                softly.assertThat(Differences.between(before, after))
                        .as(change.get(0))
                        .containsExactlyInAnyOrderElementsOf(change.subList(1, change.size()));
            }
        }
        softly.assertAll();
    }

    @Majors(always = true)
    void columnsOwnSequences(TestDatabase database) {
        database.execute("CREATE TABLE public.messages (id bigserial, no int GENERATED ALWAYS AS IDENTITY, plain int)");
        try (CatalogReading reading = CatalogReading.of(database)) {
            List<Sequence> owned = reading.now().sequencesOf(named("messages"));

            assertThat(owned)
                    .extracting(Sequence::name)
                    .containsExactly(named("messages_id_seq"), named("messages_no_seq"));
            assertThat(owned).extracting(Sequence::identity).containsExactly(false, true);
            assertThat(owned.get(0).ownedBy()).contains(new OwnedBy(named("messages"), "id"));
            assertThat(reading.now().kind(named("messages_id_seq"))).contains(RelationKind.SEQUENCE);
            assertThat(reading.now().sequence(named("messages"))).isEmpty();
        }
    }
}
