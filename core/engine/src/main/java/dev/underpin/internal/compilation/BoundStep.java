package dev.underpin.internal.compilation;

import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanStep;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Problem.Place;
import dev.underpin.spi.Duty;
import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.StepType;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step of a plan with its implementation; keeps the types of configuration and memory together. */
public final class BoundStep<C extends Record, M extends Record> {

    private final PlanStep planned;
    private final int ordinal;
    private final Place place;
    private final StepType<C, M> type;
    private final @Nullable Step<C, M> step;
    private final C config;
    private final String module;

    private BoundStep(
            PlanStep planned, int ordinal, Place place, StepType<C, M> type, @Nullable Step<C, M> step, String module) {
        this.place = place;
        this.planned = planned;
        this.ordinal = ordinal;
        this.type = type;
        this.step = step;
        this.module = module;
        this.config = type.config().cast(planned.config());
    }

    public static BoundStep<?, ?> of(Plan plan, int ordinal, PluginRegistry registry) {
        PlanStep planned = plan.steps().get(ordinal);
        Place place = new Place(plan.id(), planned.at().line(), planned.at().column());
        return bind(planned, ordinal, place, planned.type(), registry);
    }

    private static <C extends Record, M extends Record> BoundStep<C, M> bind(
            PlanStep planned, int ordinal, Place place, StepType<C, M> type, PluginRegistry registry) {
        return planned.unread().isPresent()
                ? new BoundStep<>(planned, ordinal, place, type, null, "")
                : new BoundStep<>(
                        planned,
                        ordinal,
                        place,
                        type,
                        registry.step(type),
                        registry.origin(type).module());
    }

    /** Where its implementation comes from; empty if it is not here. */
    public String module() {
        return module;
    }

    /** Why nothing that needs the step itself can be done here. */
    public Failure absent() {
        return StepModules.needed(this, planned.unread().orElse(""));
    }

    private Step<C, M> step() {
        if (step == null) {
            throw absent();
        }
        return step;
    }

    public PlanStep planned() {
        return planned;
    }

    public Place place() {
        return place;
    }

    public String id() {
        return planned.id();
    }

    public int ordinal() {
        return ordinal;
    }

    StepType<C, M> type() {
        return type;
    }

    public Inspection precheck(StepContext context) {
        return step().precheck(config, context);
    }

    public List<String> waives() {
        return step().waives(config);
    }

    public Record remember(StepContext context) {
        return step().remember(config, context);
    }

    public Program apply(Record memory, StepContext context) {
        return step().apply(config, memory(memory), context);
    }

    public Program phase(String phase, Record memory, StepContext context) {
        return step().phase(phase, config, memory(memory), context);
    }

    public Optional<Catalog> predict(Record memory, StepContext context) {
        return step().predict(config, memory(memory), context);
    }

    Impact impact(Record memory, StepContext context) {
        return step().impact(config, memory(memory), context);
    }

    public List<Check> verify(Record memory, StepContext context) {
        return step().verify(config, memory(memory), context);
    }

    public List<Check> confirm(Record memory, StepContext context) {
        return step().confirm(config, memory(memory), context);
    }

    /** Without the module there is nothing to look at. */
    public List<Check> glance(Record memory, StepContext context) {
        return step == null ? List.of() : step.glance(config, memory(memory), context);
    }

    Optional<Rehearsal> rehearse(Record memory, StepContext context, Catalog end) {
        return step().rehearse(config, memory(memory), context, end);
    }

    public Program finalizing(Record memory, StepContext context) {
        return step().finalizing(config, memory(memory), context);
    }

    public List<Duty> duties(Record memory) {
        return step().duties(config, memory(memory));
    }

    /**
     * The type of what the step remembers.
     *
     * @throws Failure if it is not here
     */
    public Class<M> memoryType() {
        if (step == null) {
            throw absent();
        }
        return type.memory();
    }

    private M memory(Record memory) {
        return type.memory().cast(memory);
    }
}
