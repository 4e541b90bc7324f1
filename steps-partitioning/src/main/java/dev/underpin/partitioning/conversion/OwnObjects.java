package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.OnWrite;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Creates and drops what a conversion keeps in the tool's own schema: its {@link ConversionObjects}. */
public final class OwnObjects {

    private final Conversion conversion;
    private final Dialect dialect;

    public OwnObjects(Conversion conversion) {
        this.conversion = conversion;
        this.dialect = conversion.dialect();
    }

    /**
     * @param otherGrantees whom default privileges would let in
     */
    public List<Sql> create(List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>(dialect.statements(DefinitionStatements.class)
                .createStore(conversion.objects().store(), otherGrantees));
        statements.addAll(dialect.statements(KeyLogStatements.class)
                .create(conversion.objects().forward(), new OnWrite.Logged(), otherGrantees));
        statements.addAll(dialect.statements(KeyLogStatements.class)
                .create(conversion.objects().reverse(), conversion.replays().onWriteBeforeCutover(), otherGrantees));
        conversion
                .objects()
                .guards()
                .forEach(guard -> statements.addAll(
                        dialect.statements(SnapshotGuardStatements.class).create(guard, otherGrantees)));
        statements.addAll(dialect.statements(WriteGuardStatements.class)
                .create(conversion.objects().writeGuard(), otherGrantees));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> statements.addAll(
                        dialect.statements(KeyRegistryStatements.class).create(registry, otherGrantees)));
        return statements;
    }

    /** Their tables. */
    public List<QualifiedName> tables() {
        List<QualifiedName> tables =
                new ArrayList<>(List.of(conversion.objects().store()));
        for (KeyLog log :
                List.of(conversion.objects().forward(), conversion.objects().reverse())) {
            tables.addAll(List.of(log.entries(), log.parked(), log.recheck()));
        }
        conversion.objects().guards().forEach(guard -> tables.add(guard.mark()));
        tables.add(conversion.objects().writeGuard().pass());
        conversion.objects().registry().ifPresent(registry -> tables.add(registry.keys()));
        return tables;
    }

    /** Their functions, which the triggers call. */
    public List<QualifiedName> functions() {
        List<QualifiedName> functions = new ArrayList<>();
        for (KeyLog log :
                List.of(conversion.objects().forward(), conversion.objects().reverse())) {
            functions.add(log.function());
        }
        conversion.objects().guards().forEach(guard -> functions.add(guard.function()));
        functions.add(conversion.objects().writeGuard().function());
        conversion.objects().registry().ifPresent(registry -> functions.add(registry.function()));
        return functions;
    }

    public List<Sql> drop() {
        List<Sql> statements = new ArrayList<>();
        statements.addAll(dialect.statements(KeyLogStatements.class)
                .drop(conversion.objects().forward()));
        statements.addAll(dialect.statements(KeyLogStatements.class)
                .drop(conversion.objects().reverse()));
        conversion
                .objects()
                .guards()
                .forEach(guard -> statements.addAll(
                        dialect.statements(SnapshotGuardStatements.class).drop(guard)));
        statements.addAll(dialect.statements(WriteGuardStatements.class)
                .drop(conversion.objects().writeGuard()));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> statements.addAll(
                        dialect.statements(KeyRegistryStatements.class).drop(registry)));
        statements.add(
                conversion.unseen(new Ddl(dialect).drop(conversion.objects().store())));
        return statements;
    }
}
