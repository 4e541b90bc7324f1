package dev.underpin.internal.compilation;

import dev.underpin.internal.journal.JournalSchema;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanTarget;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Problem;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.server.TimeLimitStatements;
import dev.underpin.spi.sql.Identifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether this is the database that the plan is for, and whether the tool can keep its journal there. */
public final class Preflight {

    private final EngineSessions engineSessions;
    private final Set<String> waived;

    /**
     * @param waived what the plan's steps give up knowingly
     */
    public Preflight(EngineSessions engineSessions, Set<String> waived) {
        this.engineSessions = engineSessions;
        this.waived = waived;
    }

    /** Whether this is another database than the plan is for, so that nothing else that can be said here matters. */
    public static boolean elsewhere(List<Problem> problems) {
        return problems.stream()
                .anyMatch(problem -> problem.finding().code().equals(EngineCodes.ANOTHER_DATABASE.id()));
    }

    public List<Problem> inspect(Plan plan) {
        List<Finding> findings = new ArrayList<>();
        target(plan.target(), findings);
        writable(findings);
        patience(plan.settings().lockTimeout(), findings);
        if (!engineSessions.hasJournal()) {
            journal(engineSessions.catalog(), findings);
        }
        return findings.stream().map(Problem::of).toList();
    }

    private void target(PlanTarget target, List<Finding> findings) {
        target.minServerVersion()
                .filter(least -> !engineSessions.server().isAtLeast(least))
                .ifPresent(least -> findings.add(Finding.error(
                        EngineCodes.SERVER_TOO_OLD,
                        "the plan wants PostgreSQL " + least + " or newer, this is "
                                + engineSessions.server().versionText(),
                        "Use another server, or lower target.minServerVersion if the plan allows it.")));
        target.database()
                .map(Identifier::name)
                .filter(wanted -> !wanted.equals(engineSessions.target().database()))
                .ifPresent(wanted -> findings.add(Finding.error(
                        EngineCodes.ANOTHER_DATABASE,
                        "the plan is for database " + wanted + ", this is "
                                + engineSessions.target().database(),
                        "Check --url, or target.database in the plan.")));
        for (Identifier extension : target.extensions()) {
            Sql question =
                    engineSessions.dialect().statements(ServerStatements.class).extension(extension.name());
            if (engineSessions.reading().query(question).size() == 0) {
                findings.add(Requirements.notInstalled(extension.name()));
            }
        }
    }

    /** Who waits longer than the server waits to look for deadlocks is no longer the one that gives way. */
    private void patience(Duration lockTimeout, List<Finding> findings) {
        Sql question =
                engineSessions.dialect().statements(TimeLimitStatements.class).deadlockTimeout();
        long looksAfter = Optional.ofNullable(
                        engineSessions.reading().query(question).first())
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
        if (lockTimeout.toMillis() >= looksAfter) {
            findings.add(Finding.warning(
                    EngineCodes.LOCK_TIMEOUT_TOO_LONG,
                    "settings.lockTimeout is " + lockTimeout.toMillis() + " ms, the server's deadlock_timeout "
                            + looksAfter
                            + " ms: where an application and a swap wait for each other, the server may end the application's"
                            + " transaction (40P01)",
                    "Choose a lockTimeout below " + looksAfter + " ms: then the swap gives way, and tries again."));
        }
    }

    private void writable(List<Finding> findings) {
        if (engineSessions.target().standby()) {
            findings.add(Finding.error(
                    EngineCodes.STANDBY,
                    "this server is a standby; nothing can be changed here",
                    "Connect to the primary."));
        }
    }

    private Finding published(String publication) {
        String waiver = "publication:" + publication;
        if (waived.contains(waiver)) {
            return Finding.note(
                    EngineCodes.JOURNAL_PUBLISHED,
                    "publication " + publication + " will publish the tool's journal; each subscriber needs its tables"
                            + " before the plan is applied, empty ones, and without REFRESH PUBLICATION they stay empty",
                    "Execute at each subscriber:\n" + JournalSchema.script(engineSessions.dialect()));
        }
        return Finding.error(
                EngineCodes.JOURNAL_PUBLISHED,
                "publication " + publication
                        + " publishes every table: the tool's own tables too, and its subscribers, which lack them,"
                        + " would stop",
                "List its tables, or publish other schemas; or create the tool's tables at the subscribers: where a"
                        + " step says waive: [\"" + waiver + "\"], the check prints them.");
    }

    /** Before the first object of the tool's is created: what that would do to others. */
    private void journal(Catalog catalog, List<Finding> findings) {
        Principal principal = catalog.principal();
        if (!principal.createsInDatabase()) {
            findings.add(Finding.error(
                    EngineCodes.NO_JOURNAL_SCHEMA,
                    "role " + principal.name() + " may not create the journal's schema " + JournalSchema.NAME
                            + " in this database",
                    "GRANT CREATE ON DATABASE "
                            + new Identifier(engineSessions.target().database()) + " TO "
                            + new Identifier(principal.name())
                            + ", or create the schema for it: CREATE SCHEMA underpin AUTHORIZATION "
                            + new Identifier(principal.name()) + "."));
        }
        DatabaseEnvironment environment = catalog.environment();
        environment.publicationsForAllTables().forEach(publication -> findings.add(published(publication)));
        environment.publicationsOfSchemas().stream()
                .filter(published -> published.schema().equals(JournalSchema.NAME))
                .forEach(published -> findings.add(published(published.publication())));
        for (String trigger : environment.eventTriggers()) {
            findings.add(Finding.warning(
                    EngineCodes.EVENT_TRIGGER,
                    "event trigger " + trigger + " will fire for the tool's statements",
                    "Make sure that it lets them pass."));
        }
    }
}
