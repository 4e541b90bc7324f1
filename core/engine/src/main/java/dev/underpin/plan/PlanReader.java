package dev.underpin.plan;

import dev.underpin.spi.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a plan of a document's nodes, or finds all that is wrong with them. */
final class PlanReader {

    private static final SourcePosition PLAN = SourcePosition.of("the plan");

    private final StepTypes types;
    private final Problems problems;
    private final Node root;
    private final ParameterTable parameters;
    private final Binder binder;
    private final boolean whole;

    /** As {@link #PlanReader(Node, StepTypes, Map, boolean, Problems)} with every step's configuration read. */
    PlanReader(Node root, StepTypes types, Map<String, String> sets, boolean substituting, Problems problems) {
        this(root, types, sets, substituting, problems, true);
    }

    /**
     * @param substituting whether <code>${name}</code> stands for a parameter; in a canonical form it stands for itself
     * @param whole whether a step whose configuration cannot be read is a problem, or has an {@link UnreadConfig}
     */
    PlanReader(
            Node root,
            StepTypes types,
            Map<String, String> sets,
            boolean substituting,
            Problems problems,
            boolean whole) {
        this.whole = whole;
        this.root = root;
        this.types = types;
        this.problems = problems;
        this.parameters = ParameterTable.of(
                root instanceof Node.Mapping mapping
                        ? mapping.entry("parameters").map(Node.Entry::value)
                        : Optional.empty(),
                sets,
                substituting,
                problems);
        this.binder = new Binder(problems, substituting ? parameters : Substitution.NONE);
    }

    /**
     * @throws InvalidPlan with all problems
     */
    Plan read() {
        Optional<Document> document = binder.bind(Document.class, root, PLAN);
        Map<String, Record> configs = new HashMap<>();
        Map<String, Position> places = new HashMap<>();
        for (Node.Mapping step : mappings(root, "steps")) {
            configure(step, configs, places);
        }
        for (String key : List.of("prechecks", "measure", "steps")) {
            refuseDuplicates(mappings(root, key));
        }
        StepGraph graph = StepGraph.of(mappings(root, "steps"), problems);
        List<String> order = graph.order();
        problems.refuseIfAny();
        return plan(document.orElseThrow(), order, configs, places, graph);
    }

    private static List<Node.Mapping> mappings(Node parent, String key) {
        List<Node.Mapping> found = new ArrayList<>();
        if (parent instanceof Node.Mapping mapping
                && mapping.entry(key).map(Node.Entry::value).orElse(parent) instanceof Node.Items items) {
            for (Node item : items.items()) {
                if (item instanceof Node.Mapping inner) {
                    found.add(inner);
                }
            }
        }
        return found;
    }

    private void configure(Node.Mapping step, Map<String, Record> configs, Map<String, Position> places) {
        refuseDuplicates(mappings(step, "prechecks"));
        refuseDuplicates(mappings(step, "verify"));
        String id = text(step, "id").map(Node.Single::text).orElse("");
        places.putIfAbsent(id, step.at());
        Optional<Node.Single> uses = text(step, "uses");
        if (uses.isEmpty()) {
            return;
        }
        Optional<StepType<?, ?>> type = types.find(uses.get().text());
        Node config = step.entry("with").map(Node.Entry::value).orElse(new Node.Mapping(List.of(), step.at()));
        if (!whole) {
            configs.put(id, readOrNot(uses.get().text(), type, config));
            return;
        }
        if (type.isEmpty()) {
            problems.addUnknown(
                    ProblemCode.UNKNOWN_STEP_TYPE,
                    uses.get().at(),
                    "there is no step type \"" + uses.get().text() + '"',
                    uses.get().text(),
                    types.byName().keySet(),
                    "Add the plug-in that has it.");
            return;
        }
        binder.bind(type.get().config(), config, SourcePosition.of(type.get().name()))
                .ifPresent(bound -> configs.put(id, bound));
    }

    private static Record readOrNot(String uses, Optional<StepType<?, ?>> type, Node config) {
        if (type.isEmpty()) {
            return new UnreadConfig("no module here has the step type " + uses);
        }
        Problems unread = new Problems("journal");
        Optional<? extends Record> bound =
                new Binder(unread, Substitution.NONE).bind(type.get().config(), config, SourcePosition.of(uses));
        return bound.isPresent() && !unread.any()
                ? bound.get()
                : new UnreadConfig("the module here reads another " + uses + ": "
                        + unread.all().get(0).message());
    }

    private static Optional<Node.Single> text(Node.Mapping mapping, String key) {
        return mapping.entry(key)
                .filter(entry -> entry.value() instanceof Node.Single single && single.type() == Node.Type.TEXT)
                .map(entry -> (Node.Single) entry.value());
    }

    private void refuseDuplicates(List<Node.Mapping> entries) {
        Set<String> ids = new HashSet<>();
        for (Node.Mapping entry : entries) {
            text(entry, "id")
                    .filter(id -> !ids.add(id.text()))
                    .ifPresent(id -> problems.add(
                            ProblemCode.DUPLICATE_ID,
                            id.at(),
                            "id \"" + id.text() + "\" is taken",
                            "Give each an id of its own."));
        }
    }

    private Plan plan(
            Document document,
            List<String> order,
            Map<String, Record> configs,
            Map<String, Position> places,
            StepGraph graph) {
        Map<String, StepEntry> entries = new HashMap<>();
        document.steps().forEach(entry -> entries.put(entry.id().text(), entry));
        List<PlanStep> steps = new ArrayList<>();
        for (String id : order) {
            steps.add(step(present(entries, id), present(configs, id), present(places, id), graph));
        }
        return new Plan(
                document.plan().text(),
                document.description(),
                document.target(),
                parameters.values(),
                document.settings(),
                document.prechecks(),
                document.measure(),
                steps);
    }

    private static <T> T present(Map<String, T> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }

    private PlanStep step(StepEntry entry, Record config, Position at, StepGraph graph) {
        return new PlanStep(
                entry.id().text(),
                config instanceof UnreadConfig
                        ? UnreadConfig.type(entry.uses())
                        : types.find(entry.uses()).orElseThrow(),
                config,
                List.copyOf(graph.dependencies(entry.id().text())),
                entry.prechecks(),
                entry.verify(),
                entry.irreversible().isPresent(),
                at);
    }
}
