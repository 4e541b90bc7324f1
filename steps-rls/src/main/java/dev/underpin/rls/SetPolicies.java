package dev.underpin.rls;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.PolicyWordings;
import dev.underpin.spi.change.ScratchPolicies;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.TrialExpectation;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import dev.underpin.spi.sql.SqlText;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a table's policies what the plan says, all at once. What is declared is compared with what is there in the
 * server's own spelling, so that a policy that only looks different is left alone.
 */
public final class SetPolicies implements Step<SetPolicies.Config, SetPolicies.Memory> {

    static final Identifier EVERYBODY = new Identifier("public");

    @Described("The row level security of a table and of its partitions.")
    public record Config(
            @Described(value = "The table.", example = "public.messages")
            QualifiedName table,

            @Described(
                    value = "Whether the policies apply to roles other than the owner.",
                    example = "true",
                    absent = "true")
            boolean enabled,

            @Described(value = "Whether they apply to the owner too.", example = "false", absent = "false")
            boolean force,

            @Described(
                    value = "Whether policies that are not listed are dropped; a rollback brings them back.",
                    example = "true",
                    absent = "true")
            boolean exclusive,

            @Described(
                    value =
                            "What happens to the partitions, which anybody with a grant on them reaches without the table's"
                                    + " policies. enableNoPolicy: they have row level security and no policy, so that they are"
                                    + " reached through the table only. copy: they have the table's policies. none: they stay as"
                                    + " they are.",
                    example = "enableNoPolicy",
                    absent = "enableNoPolicy")
            Partitions partitions,

            @Described(
                    value = "The policies.",
                    example =
                            "[ { name: own messages, command: select, roles: [authenticated], using: user_id = auth.uid() } ]")
            List<DeclaredPolicy> policies,

            @Described(
                    value = "Statements tried as a role before the change is committed; if one comes to something else,"
                            + " nothing is changed.",
                    example =
                            "[ { as: { role: authenticated, claims: { sub: u1 } }, sql: SELECT * FROM messages, expect: { rows: 3 } } ]",
                    absent = "[]")
            List<Trial> test,

            @Described(
                    value = "How long the table may be locked, the trials included; the plan's lockTimeout by default.",
                    example = "1s")
            Optional<Duration> maxHold) {

        public Config {
            policies = List.copyOf(policies);
            test = List.copyOf(test);
            requireDifferentNames(policies);
        }
    }

    static void requireDifferentNames(List<DeclaredPolicy> policies) {
        Set<String> names = new HashSet<>();
        for (DeclaredPolicy policy : policies) {
            if (!names.add(policy.name())) {
                throw new InvalidConfig(
                        "policies",
                        "there are two policies named " + policy.name(),
                        "A policy's name is unique within its table.");
            }
        }
    }

    /** What becomes of partitions. */
    public enum Partitions {
        ENABLE_NO_POLICY,
        COPY,
        NONE
    }

    @Described("A policy as the plan's author words it.")
    public record DeclaredPolicy(
            @Described(value = "Its name, as it is (not folded to lower case).", example = "own messages")
            String name,

            @Described(value = "The command that it is for.", example = "select", absent = "all")
            Policy.Command command,

            @Described(
                    value =
                            "true: it lets rows through that no other policy lets through. false: it holds back rows that"
                                    + " others let through.",
                    example = "true",
                    absent = "true")
            boolean permissive,

            @Described(
                    value = "The roles that it applies to; public means everybody.",
                    example = "[authenticated]",
                    absent = "[public]")
            List<Identifier> roles,

            @Described(value = "Which rows can be seen.", example = "user_id = (SELECT auth.uid())")
            Optional<SqlExpression> using,

            @Described(
                    value = "Which rows can be written; without it, those that can be seen.",
                    example = "user_id = (SELECT auth.uid())")
            Optional<SqlExpression> withCheck,

            @Described(
                    value = "A comment on it. Without it, the comment stays as it is; an empty text removes it.",
                    example = "Users see what they wrote.")
            Optional<String> comment) {

        public DeclaredPolicy {
            roles = List.copyOf(roles);
            if (name.isEmpty()) {
                throw new InvalidConfig("name", "a policy has a name", "Give it one.");
            }
            if (roles.isEmpty()) {
                throw new InvalidConfig(
                        "roles", "policy " + name + " applies to nobody", "List roles, or public for everybody.");
            }
            if (roles.size() > 1 && roles.contains(EVERYBODY)) {
                throw new InvalidConfig(
                        "roles", "policy " + name + " applies to everybody and to some", "Keep public, or the others.");
            }
            requireExpressions(name, command, using.isPresent(), withCheck.isPresent());
        }

        private static void requireExpressions(String name, Policy.Command command, boolean using, boolean withCheck) {
            if (!using && !withCheck) {
                throw new InvalidConfig(
                        "",
                        "policy " + name + " has no expression, so it lets nothing through",
                        "Give it using or withCheck; true lets everything through.");
            }
            if (using && command == Policy.Command.INSERT) {
                throw new InvalidConfig(
                        "using", "policy " + name + " is for inserts, which see no rows", "Use withCheck instead.");
            }
            if (withCheck && (command == Policy.Command.SELECT || command == Policy.Command.DELETE)) {
                throw new InvalidConfig(
                        "withCheck",
                        "policy " + name + " is for a command that writes no new rows",
                        "Use using instead.");
            }
        }

        /** With its expressions as they were written. */
        Policy worded() {
            return new Policy(
                    name,
                    command,
                    permissive,
                    roles.stream().map(Identifier::name).sorted().distinct().toList(),
                    using.map(SqlExpression::text),
                    withCheck.map(SqlExpression::text),
                    comment);
        }
    }

    @Described("A statement tried as a role, and what it must come to.")
    public record Trial(
            @Described(value = "Who tries it.", example = "{ role: authenticated, claims: { sub: u1 } }")
            Question.Identity as,

            @Described(value = "The statement; what it changes is taken back.", example = "SELECT * FROM messages")
            SqlText sql,

            @Described(value = "What it must come to.", example = "{ rows: 3 }")
            TrialExpectation expect) {

        public Trial {
            if (sql.statements().size() != 1) {
                throw new InvalidConfig(
                        "sql",
                        "one statement is expected, these are "
                                + sql.statements().size(),
                        "Make a trial of each.");
            }
            if (sql.disturbsSession()) {
                throw new InvalidConfig(
                        "sql",
                        "it would end what the trial is tried in, and what it changes could not be taken back",
                        "Try what an application does to its data.");
            }
        }
    }

    /**
     * What was there, exactly, and what is wanted, in the server's spelling.
     *
     * @param before the table and, unless they stay as they are, its partitions, parents first
     * @param after the same tables
     * @param wordings for expressions of both that are not made by their own spelling
     */
    public record Memory(List<SecuredTable> before, List<SecuredTable> after, SortedMap<String, String> wordings) {
        public Memory {
            before = List.copyOf(before);
            after = List.copyOf(after);
            wordings = Collections.unmodifiableSortedMap(new TreeMap<>(wordings));
        }

        static Memory of(Config config, StepContext context) {
            List<Table> tables = Scope.tables(config, context.catalog());
            List<SecuredTable> before =
                    tables.stream().map(SecuredTable::of).map(Scope::sorted).toList();
            List<SecuredTable> after = IntendedPolicies.of(config, tables, Canonical.of(config, tables, context));
            return new Memory(
                    before,
                    after,
                    PolicyWordings.of(tables, before, after, context, table -> new ScratchPolicies(table, context)));
        }
    }

    @Inject
    public SetPolicies() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        return Inspection.of(new PolicyInspection(config, context).findings());
    }

    @Override
    public Memory remember(Config config, StepContext context) {
        return Memory.of(config, context);
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        return new PolicyChange(
                        config,
                        memory,
                        context.dialect().statements(PolicyStatements.class),
                        context.dialect().statements(IdentityStatements.class))
                .program();
    }

    @Override
    public Optional<Catalog> predict(Config config, Memory memory, Catalog before) {
        List<Table> changed = memory.after().stream()
                .flatMap(intended ->
                        before
                                .table(intended.name())
                                .map(table -> table.withRowSecurity(intended.rowSecurity()))
                                .stream())
                .toList();
        return Optional.of(before.with(changed, List.of(), List.of()));
    }

    @Override
    public Impact impact(Config config, Memory memory, StepContext context) {
        String policies =
                config.policies().size() == 1 ? "1 policy" : config.policies().size() + " policies";
        return Impact.of(config.table()
                + (config.enabled() ? " has row level security with " : " has no row level security in force, and ")
                + policies
                + (config.exclusive() ? "; others are dropped" : " and those that are there"));
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        return new PolicyChecks(config, memory, context.dialect().statements(PolicyStatements.class)).afterwards();
    }
}
