package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Acl.Grant;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.DatabaseEnvironment.DefaultPrivilege;
import dev.underpin.spi.catalog.DatabaseEnvironment.Objects;
import dev.underpin.spi.catalog.DatabaseEnvironment.PublishedSchema;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.List;

@SideBySide
class RolesIT {

    @Majors(always = true)
    void aRoleByName(TestDatabase database) {
        TestLogin group = database.createLogin("group", "BYPASSRLS");
        TestLogin member = database.createLogin("member", "");
        TestLogin outsider = database.createLogin("outsider", "NOINHERIT");
        database.execute("GRANT " + group.name() + " TO " + member.name() + ", " + outsider.name());
        try (CatalogReading reading = CatalogReading.of(database)) {
            Catalog catalog = reading.now();

            assertThat(catalog.role(group.name()).orElseThrow().bypassRls()).isTrue();
            assertThat(catalog.role(member.name()).orElseThrow())
                    .isEqualTo(new Role(member.name(), false, false, true, List.of(group.name())));
            assertThat(catalog.role(outsider.name()).orElseThrow().memberOf()).isEmpty();
            assertThat(catalog.role("nobody here")).isEmpty();
        }
    }

    @Majors(always = true)
    void thePrincipalAndItsRights(TestDatabase database) {
        TestLogin owner = database.createLogin("owner", "");
        TestLogin app = database.createLogin("app", "NOINHERIT");
        database.execute("CREATE SCHEMA mine; CREATE SCHEMA theirs;"
                + " GRANT CREATE ON SCHEMA mine TO " + app.name()
                + "; REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT pg_monitor TO " + owner.name()
                + "; GRANT " + owner.name() + " TO " + app.name());
        try (CatalogReading asApp = CatalogReading.of(database, app);
                CatalogReading asOwner = CatalogReading.of(database, owner)) {
            Principal principal = asApp.now().principal();

            assertThat(principal.name()).isEqualTo(app.name());
            assertThat(principal.superuser()).isFalse();
            assertThat(principal.createsInDatabase()).isFalse();
            assertThat(principal.createsIn()).containsExactly("mine");
            assertThat(principal.actsAs()).containsExactly(app.name());
            assertThat(principal.owns(owner.name())).isFalse();
            assertThat(principal.becomes()).contains(app.name(), owner.name());
            assertThat(principal.readsAllStatistics()).isFalse();
            assertThat(asOwner.now().principal().readsAllStatistics()).isTrue();
        }
    }

    @Majors(always = true)
    void aRoleWithoutRightsSeesTheSameStructure(TestDatabase database) {
        database.execute(TableChanges.SCHEMA
                + "; REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE VIEW public.v AS SELECT * FROM public.messages");
        TestLogin nobody = database.createLogin("nobody", "");
        try (CatalogReading all = CatalogReading.of(database);
                CatalogReading none = CatalogReading.of(database, nobody)) {
            assertThat(none.table("messages")).isEqualTo(all.table("messages"));
            assertThat(none.view("v")).isEqualTo(all.view("v"));
            assertThat(none.now().tree(named("events"))).isEqualTo(all.now().tree(named("events")));
            assertThat(none.now().sequencesOf(named("messages")))
                    .isEqualTo(all.now().sequencesOf(named("messages")))
                    .hasSize(1);
            assertThat(none.now().dependents(named("messages")))
                    .isEqualTo(all.now().dependents(named("messages")))
                    .isNotEmpty();
            assertThat(none.now().extent(named("messages"))).isEqualTo(all.now().extent(named("messages")));
            assertThat(none.now().environment()).isEqualTo(all.now().environment());
        }
    }

    @Majors(always = true)
    void whatCannotBeSeenIsAnErrorNotAbsent(TestDatabase database) {
        TestLogin blind = database.createLogin("blind", "");
        database.execute("CREATE TABLE public.messages (id int); REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
        try (CatalogReading reading = CatalogReading.of(database, blind)) {
            assertThatThrownBy(() -> reading.table("messages"))
                    .isInstanceOfSatisfying(CatalogException.class, refusal -> {
                        assertThat(refusal.finding().code()).isEqualTo("E1311");
                        assertThat(refusal).hasMessageContaining("permission denied for table pg_policy");
                    });
        }
    }

    @Majors(always = true)
    void anEmptyAclIsNotTheBuiltInOne(TestDatabase database) {
        TestLogin grantee = database.createLogin("g r\"a'nté=e", "");
        database.execute("CREATE TABLE public.shut (id int); REVOKE ALL ON public.shut FROM CURRENT_USER;"
                + " CREATE TABLE public.given (id int); GRANT SELECT ON public.given TO \""
                + grantee.name().replace("\"", "\"\"")
                + "\" WITH GRANT OPTION");
        try (CatalogReading reading = CatalogReading.of(database)) {
            Table given = reading.table("given");

            assertThat(reading.table("shut").acl()).isEqualTo(new Acl(false, List.of()));
            assertThat(given.acl().grants()).contains(new Grant(grantee.name(), "SELECT", true, given.owner()));
        }
    }

    @Majors(always = true)
    void whatActsOnNewObjects(TestDatabase database) {
        TestLogin anon = database.createLogin("anon", "");
        database.execute("CREATE SCHEMA app; CREATE PUBLICATION all_of_it FOR ALL TABLES; CREATE PUBLICATION few;"
                + " CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + " CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION public.watch();"
                + " CREATE EVENT TRIGGER asleep ON ddl_command_end EXECUTE FUNCTION public.watch();"
                + " ALTER EVENT TRIGGER asleep DISABLE;"
                + " ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO " + anon.name()
                + "; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO PUBLIC");
        boolean schemas = database.server().major() >= 15;
        if (schemas) {
            database.execute("ALTER PUBLICATION few ADD TABLES IN SCHEMA app");
        }
        try (CatalogReading reading = CatalogReading.of(database)) {
            DatabaseEnvironment around = reading.now().environment();
            String owner = reading.now().principal().name();

            assertThat(around.eventTriggers()).containsExactly("watch");
            assertThat(around.publicationsForAllTables()).containsExactly("all_of_it");
            assertThat(around.publicationsOfSchemas().contains(new PublishedSchema("few", "app")))
                    .isEqualTo(schemas);
            assertThat(around.defaultPrivileges())
                    .containsExactlyInAnyOrder(
                            new DefaultPrivilege("app", Objects.TABLES, owner, anon.name(), "SELECT"),
                            new DefaultPrivilege("app", Objects.FUNCTIONS, owner, "public", "EXECUTE"));
        }
    }
}
