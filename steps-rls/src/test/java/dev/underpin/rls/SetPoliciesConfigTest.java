package dev.underpin.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetPoliciesConfigTest {

    @Test
    void readsAllOfIt() {
        Config config = Policies.read("""
                table: app."My Messages"
                enabled: false
                force: true
                exclusive: false
                partitions: copy
                maxHold: 2s
                policies:
                  - name: Own Messages
                    command: update
                    permissive: false
                    roles: [authenticated, '"Weird Role"']
                    using: user_id = (SELECT auth.uid())
                    withCheck: user_id = (SELECT auth.uid()) AND note <> ';'
                    comment: Users change what they wrote.
                test:
                  - { as: { role: authenticated, claims: { sub: u1 } }, sql: SELECT * FROM m, expect: { rows: 3 } }
                  - { as: { role: anon }, sql: SELECT * FROM m, expect: { denied: grant } }
                """);

        assertThat(config.table()).isEqualTo(QualifiedName.of("app", "My Messages"));
        assertThat(config.enabled()).isFalse();
        assertThat(config.force()).isTrue();
        assertThat(config.exclusive()).isFalse();
        assertThat(config.partitions()).isEqualTo(Partitions.COPY);
        assertThat(config.maxHold()).contains(Duration.ofSeconds(2));
        DeclaredPolicy policy = config.policies().get(0);
        assertThat(policy.name()).isEqualTo("Own Messages");
        assertThat(policy.command()).isEqualTo(Policy.Command.UPDATE);
        assertThat(policy.permissive()).isFalse();
        assertThat(policy.roles()).containsExactly(new Identifier("authenticated"), new Identifier("Weird Role"));
        assertThat(policy.comment()).contains("Users change what they wrote.");
        assertThat(config.test()).hasSize(2);
        assertThat(config.test().get(0).as().claims()).containsEntry("sub", "u1");
    }

    @Test
    void isTheWholeSetForEverybodyUnlessItSaysOtherwise() {
        Config config = Policies.read("table: messages\npolicies: [ { name: all, using: 'true' } ]");

        assertThat(config.enabled()).isTrue();
        assertThat(config.force()).isFalse();
        assertThat(config.exclusive()).isTrue();
        assertThat(config.partitions()).isEqualTo(Partitions.ENABLE_NO_POLICY);
        DeclaredPolicy policy = config.policies().get(0);
        assertThat(policy.command()).isEqualTo(Policy.Command.ALL);
        assertThat(policy.permissive()).isTrue();
        assertThat(policy.roles()).containsExactly(SetPolicies.EVERYBODY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    { name: a }                                                  | has no expression
                    { name: a, command: insert, using: "true" }                    | is for inserts
                    { name: a, command: select, withCheck: "true" }                | writes no new rows
                    { name: a, command: delete, using: "true", withCheck: "true" }   | writes no new rows
                    { name: a, roles: [], using: "true" }                          | applies to nobody
                    { name: a, roles: [public, app], using: "true" }               | to everybody and to some
                    { name: '', using: "true" }                                    | a policy has a name
                    { name: a, using: "true) WITH CHECK (true" }                 | closed but not opened
                    { name: a, using: "(true" }                                  | opened but not closed
                    { name: a, using: "true; DROP TABLE x" }                     | semicolon
                    { name: a, using: "true -- all" }                            | comment
                    """)
    void refusesAPolicyThatMeansNothing(String policy, String reason) {
        assertThatThrownBy(() -> Policies.read("table: m\npolicies: [ " + policy + " ]"))
                .hasMessageContaining(reason);
    }

    @Test
    void refusesTwoPoliciesOfOneName() {
        assertThatThrownBy(() -> Policies.read(
                        "table: m\npolicies: [ { name: a, using: 'true' }, { name: a, using: 'false' } ]"))
                .hasMessageContaining("two policies named a");
    }

    @Test
    void refusesATrialThatCannotBeCounted() {
        String trial =
                "table: m\npolicies: [ { name: a, using: 'true' } ]\ntest: [ { as: { role: r }, sql: %s, expect: %s } ]";

        assertThatThrownBy(() -> Policies.read(trial.formatted("SELECT 1", "{ value: 1 }")))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> Policies.read(trial.formatted("SELECT 1; SELECT 2", "{ rows: 1 }")))
                .hasMessageContaining("one statement is expected");
    }
}
