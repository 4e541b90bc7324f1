package dev.underpin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.StopSignal;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Sessions;
import dev.underpin.dialect.Dialects;
import dev.underpin.internal.compilation.Contexts;
import dev.underpin.internal.compilation.JournalLedger;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.compilation.StepPreview;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** What a plan's steps say that the catalog will be, to be held against what it is then. */
public final class Predictions {

    private final DataSource dataSource;
    private final Dialects dialects;
    private final Optional<Catalog> predicted;
    private final Set<QualifiedName> touched;

    private Predictions(
            DataSource dataSource, Dialects dialects, Optional<Catalog> predicted, Set<QualifiedName> touched) {
        this.dataSource = dataSource;
        this.dialects = dialects;
        this.predicted = predicted;
        this.touched = touched;
    }

    public static Predictions of(DataSource dataSource, Dialects dialects, PluginRegistry registry, Plan plan) {
        try (EngineSessions engineSessions = open(dataSource, dialects)) {
            engineSessions.speakFor(plan.settings());
            Contexts contexts = new Contexts(engineSessions, plan.id(), plan.settings(), new JournalJson());
            Planner planner = new Planner(contexts, registry, JournalLedger.withoutRun(engineSessions));
            Set<QualifiedName> touched = new TreeSet<>();
            Optional<Catalog> known = Optional.of(engineSessions.catalog());
            for (StepPreview preview : planner.forecast(planner.bind(plan)).previews()) {
                preview.program().actions().stream()
                        .map(action -> ProgramAnalysis.claims(Program.of(action)))
                        .forEach(touched::addAll);
                preview.phases().values().forEach(phase -> touched.addAll(ProgramAnalysis.claims(phase)));
                Optional<Catalog> before = known;
                known = preview.memory()
                        .flatMap(memory -> before.flatMap(catalog -> preview.step()
                                .predict(
                                        memory,
                                        contexts.over(
                                                catalog,
                                                preview.step().id(),
                                                JournalLedger.withoutRun(engineSessions)))));
            }
            known.ifPresent(catalog -> touched.forEach(name -> {
                catalog.tree(name);
                catalog.view(name);
            }));
            return new Predictions(dataSource, dialects, known, touched);
        }
    }

    private static EngineSessions open(DataSource dataSource, Dialects dialects) {
        return EngineSessions.open(
                new Sessions(dataSource, dialects, SearchPath.EMPTY, Duration.ofSeconds(30)),
                new EngineSessions.Endpoint("test", 0),
                Duration.ofSeconds(30),
                RunListener.SILENT,
                new StopSignal());
    }

    /** Whether every step has told. */
    public boolean known() {
        return predicted.isPresent();
    }

    /** Each relation that a step locked is now, with all below it, what was predicted. */
    public void compareWithRead() {
        try (EngineSessions engineSessions = open(dataSource, dialects)) {
            Catalog read = engineSessions.catalog();
            for (QualifiedName name : touched) {
                assertThat(predicted.orElseThrow().tree(name))
                        .as("tables of " + name)
                        .isEqualTo(read.tree(name));
                assertThat(predicted.orElseThrow().view(name))
                        .as("view " + name)
                        .isEqualTo(read.view(name));
            }
        }
    }
}
