package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.PredictedCatalog;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The catalog of a server, read when it is asked for and kept. Not for several threads, as its session is not.
 *
 * <p>Every method may throw {@link CatalogException}, or {@link dev.underpin.spi.finding.ServerRefusal} when the session itself fails.
 */
public final class LiveCatalog implements Catalog {

    private final TablesReader tablesReader;
    private final ViewsReader viewsReader;
    private final SequencesReader sequencesReader;
    private final RelationKinds kindsReader;
    private final DependentsReader dependentsReader;
    private final ExtentsReader extentsReader;
    private final RolesReader rolesReader;
    private final DatabaseEnvironmentReader environmentReader;

    private final Map<QualifiedName, Optional<Table>> tables = new HashMap<>();
    private final Map<QualifiedName, List<Table>> trees = new HashMap<>();
    private final Map<QualifiedName, Optional<View>> views = new HashMap<>();
    private final Map<QualifiedName, Optional<Sequence>> sequences = new HashMap<>();
    private final Map<QualifiedName, List<Sequence>> ownedSequences = new HashMap<>();
    private final Map<QualifiedName, Optional<RelationKind>> kinds = new HashMap<>();
    private final Map<QualifiedName, List<Dependent>> dependents = new HashMap<>();
    private final Map<QualifiedName, Optional<Extent>> extents = new HashMap<>();
    private final Map<String, Optional<Role>> roles = new HashMap<>();
    private final Map<String, Boolean> schemas = new HashMap<>();
    private final Map<String, Boolean> extensions = new HashMap<>();
    private Optional<Principal> principal = Optional.empty();
    private Optional<DatabaseEnvironment> environment = Optional.empty();

    /**
     * @param session with pinned settings (an empty search path, UTC, …), so that what the server prints is canonical; not
     *     in a transaction, as each table or tree is read in one of its own
     * @param major of the server, for example 17
     */
    public LiveCatalog(DSLContext session, int major) {
        this(session, major, ReadPatience.OF_SESSION);
    }

    /** @param patience where a reading has to wait */
    public LiveCatalog(DSLContext session, int major, ReadPatience patience) {
        Queries queries = new Queries(session, patience);
        this.tablesReader = new TablesReader(queries, major);
        this.viewsReader = new ViewsReader(queries);
        this.sequencesReader = new SequencesReader(queries);
        this.kindsReader = new RelationKinds(queries);
        this.dependentsReader = new DependentsReader(queries);
        this.extentsReader = new ExtentsReader(queries);
        this.rolesReader = new RolesReader(queries, major);
        this.environmentReader = new DatabaseEnvironmentReader(queries, major);
    }

    @Override
    public Optional<Table> table(QualifiedName name) {
        return tables.computeIfAbsent(name, tablesReader::table);
    }

    @Override
    public Optional<View> view(QualifiedName name) {
        return views.computeIfAbsent(name, viewsReader::read);
    }

    @Override
    public Optional<Sequence> sequence(QualifiedName name) {
        return sequences.computeIfAbsent(name, sequencesReader::read);
    }

    @Override
    public List<Sequence> sequencesOf(QualifiedName table) {
        return ownedSequences.computeIfAbsent(table, sequencesReader::ownedBy);
    }

    @Override
    public Optional<RelationKind> kind(QualifiedName name) {
        return kinds.computeIfAbsent(name, kindsReader::read);
    }

    @Override
    public List<Table> tree(QualifiedName root) {
        return trees.computeIfAbsent(root, this::readTree);
    }

    /** What has been read before stays as it was read; a table that is not partitioned is its whole tree. */
    private List<Table> readTree(QualifiedName root) {
        Optional<Table> read = tables.getOrDefault(root, Optional.empty());
        if (read.isPresent() && !read.get().partitioned()) {
            return List.of(read.get());
        }
        return tablesReader.tree(root).stream()
                .map(table -> tables.computeIfAbsent(table.name(), name -> Optional.of(table))
                        .orElse(table))
                .toList();
    }

    @Override
    public List<Dependent> dependents(QualifiedName relation) {
        return dependents.computeIfAbsent(relation, dependentsReader::read);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no such relation
     */
    @Override
    public Extent extent(QualifiedName relation) {
        return extents.computeIfAbsent(relation, extentsReader::read)
                .orElseThrow(() -> new IllegalArgumentException("there is no relation " + relation));
    }

    @Override
    public Optional<Role> role(String name) {
        return roles.computeIfAbsent(name, rolesReader::role);
    }

    @Override
    public Principal principal() {
        if (principal.isEmpty()) {
            principal = Optional.of(rolesReader.principal());
        }
        return principal.orElseThrow();
    }

    @Override
    public boolean hasSchema(String name) {
        return schemas.computeIfAbsent(name, environmentReader::hasSchema);
    }

    @Override
    public boolean hasExtension(String name) {
        return extensions.computeIfAbsent(name, environmentReader::hasExtension);
    }

    @Override
    public DatabaseEnvironment environment() {
        if (environment.isEmpty()) {
            environment = Optional.of(environmentReader.read());
        }
        return environment.orElseThrow();
    }

    @Override
    public Catalog with(List<Table> changed, List<View> changedViews, List<QualifiedName> removed) {
        return PredictedCatalog.over(this).with(changed, changedViews, removed);
    }
}
