package dev.underpin.partitioning;

import dev.underpin.partitioning.checks.ConversionPrecheck;
import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConversionPhase;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.conversion.MemoryReader;
import dev.underpin.partitioning.copy.Preparation;
import dev.underpin.partitioning.prediction.AlternativeDesigns;
import dev.underpin.partitioning.prediction.Prediction;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.partitioning.swap.CutoverPhase;
import dev.underpin.partitioning.swap.FinalizeProgram;
import dev.underpin.partitioning.swap.ReturnPhase;
import dev.underpin.partitioning.swap.Verification;
import dev.underpin.spi.Duty;
import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code partitioning.convert}: a table becomes a partitioned one while it is read and written. */
public final class ConvertTable implements Step<ConvertTableConfig, ConvertMemory> {

    @Inject
    ConvertTable() {}

    @Override
    public Inspection precheck(ConvertTableConfig config, StepContext context) {
        return new ConversionPrecheck(config, context).inspect();
    }

    @Override
    public ConvertMemory remember(ConvertTableConfig config, StepContext context) {
        return MemoryReader.of(config, context);
    }

    @Override
    public Program apply(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        return new Preparation(Conversion.of(config, memory.table(), context), memory, context).program();
    }

    @Override
    public Program phase(String phase, ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        Conversion conversion = Conversion.of(config, memory.table(), context);
        ReturnPhase back = new ReturnPhase(conversion, memory, context);
        return switch (ConversionPhase.of(phase)) {
            case CUTOVER -> new CutoverPhase(conversion, memory, context).program();
            case SWAP_BACK -> back.swapBack();
            case UNCAPTURE -> back.uncapture();
            case DRAIN_BACK -> back.drainBack();
        };
    }

    @Override
    public Optional<Catalog> predict(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        Conversion conversion = Conversion.of(config, memory.table(), context);
        return Optional.of(
                new Prediction(conversion, conversion.partitions().leaves(memory.periods()), context).catalog());
    }

    @Override
    public Impact impact(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        Conversion conversion = Conversion.of(config, memory.table(), context);
        List<Leaf> leaves = conversion.partitions().leaves(memory.periods());
        String partitions = leaves.size() == 1
                ? "1 partition, " + leaves.get(0).name()
                : leaves.size() + " partitions, " + leaves.get(0).name() + " to "
                        + leaves.get(leaves.size() - 1).name();
        return Impact.of(
                        conversion.table() + " is divided by " + conversion.column() + " into " + partitions,
                        "the old table is kept as " + conversion.retired())
                .storing(context.catalog().extent(conversion.table()).bytes());
    }

    @Override
    public List<Check> verify(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        return verification(config, memory, context).checks();
    }

    @Override
    public List<Check> confirm(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        return verification(config, memory, context).confirmation();
    }

    @Override
    public List<Check> glance(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        return verification(config, memory, context).glance();
    }

    private static Verification verification(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        Conversion conversion = Conversion.of(config, memory.table(), context);
        return new Verification(conversion, SyncedTables.reverse(conversion, memory, context));
    }

    @Override
    public List<String> waives(ConvertTableConfig config) {
        return config.waive();
    }

    @Override
    public Optional<Rehearsal> rehearse(
            ConvertTableConfig config, ConvertMemory memory, StepContext context, Catalog end) {
        QualifiedName table = memory.table().name();
        return context.catalog()
                .table(table)
                .flatMap(now -> new AlternativeDesigns(now, context.catalog().extent(table), end, context.dialect())
                        .rehearsal());
    }

    @Override
    public Program finalizing(ConvertTableConfig config, ConvertMemory memory, StepContext context) {
        return new FinalizeProgram(Conversion.of(config, memory.table(), context), context).program();
    }

    @Override
    public List<Duty> duties(ConvertTableConfig config, ConvertMemory memory) {
        return List.of(new Duty(ConversionPhase.DRAIN_BACK.key(), "1 minute", true));
    }
}
