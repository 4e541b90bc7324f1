package dev.underpin.partitioning;

import static dev.underpin.partitioning.Property.adapted;
import static dev.underpin.partitioning.Property.kept;

import java.util.List;
import java.util.stream.Stream;

/** Types of keys, and kinds of keys beside them, by which rows are followed. */
final class KeyTypes {

    private static final String KEYS = "Keys";

    private KeyTypes() {}

    /**
     * A family of types.
     *
     * @param type of the key column {@code k}
     * @param key the {@code n}th value
     * @param alike another spelling of the equal value {@code k}
     * @param more statements that give the table {@code {t}} more
     */
    record Family(String table, String name, String type, String key, String alike, String more) {

        static Family of(String table, String name, String type, String key) {
            return new Family(table, name, type, key, "k", "");
        }

        Family alike(String expression) {
            return new Family(table, name, type, key, expression, more);
        }

        Family more(String statement) {
            return new Family(table, name, type, key, alike, statement);
        }
    }

    private static final List<Family> FAMILIES = List.of(
            Family.of("citexts", "of type citext", "public.citext", "('Key' || n)::public.citext")
                    .alike("upper(k::text)::public.citext"),
            Family.of("ltrees", "of type ltree", "public.ltree", "('a.b' || n)::public.ltree"),
            Family.of("numerics", "of a number", "numeric", "n / 10.0").alike("k + 0.0000"),
            Family.of("uuids", "of type uuid", "uuid", "md5(n::text)::uuid"),
            Family.of("byteas", "of type bytea", "bytea", "int4send(n)"),
            Family.of("cidrs", "of a network address", "cidr", "('10.0.' || n || '.0/24')::cidr"),
            Family.of("enums", "of an enum", "other.label", "('l' || n)::other.label"),
            Family.of("domains", "of a domain", "other.code", "('Code' || n)::other.code")
                    .alike("upper(k::text)::other.code"),
            Family.of("ranges", "of a range", "int4range", "int4range(n, n + 1)"),
            Family.of("composites", "of a composite type", "other.pair", "ROW(n, 'x' || n)::other.pair")
                    .alike("ROW((k).a, upper((k).b::text))::other.pair"),
            Family.of("collated", "with a collation that is not deterministic", "text COLLATE other.ci", "'Key' || n")
                    .alike("upper(k)"),
            Family.of("arrays", "of an array", "int[]", "ARRAY[n, 1]"),
            Family.of("texts", "of a text of limited length", "varchar(20)", "'v' || n"));

    private static final Family DEFERRED = Family.of("deferrables", "", "int", "n")
            .more("ALTER TABLE {t} ADD CONSTRAINT deferred UNIQUE (n, at) DEFERRABLE INITIALLY DEFERRED,"
                    + " ADD CONSTRAINT immediate UNIQUE (at, k)");

    /** Each with a table of its own. */
    static List<Family> families() {
        return Stream.concat(FAMILIES.stream(), Stream.of(DEFERRED)).toList();
    }

    static List<Property> all() {
        return Stream.concat(
                        FAMILIES.stream()
                                .map(family -> adapted(
                                                KEYS,
                                                "primary key " + family.name(),
                                                "widened; rows are followed by the operators of the key's own index")
                                        .shownWhileWritten()),
                        Stream.of(kept(
                                        KEYS,
                                        "deferrable unique, whose values rows exchange",
                                        "across all partitions; rows wait for those that are to make room")
                                .shownWhileWritten()))
                .toList();
    }
}
