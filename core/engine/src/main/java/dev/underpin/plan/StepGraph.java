package dev.underpin.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What comes before what. Works on what was written, so that it sees its problems beside all others. */
final class StepGraph {

    private final Problems problems;
    private final Map<String, Map<String, Position>> before = new LinkedHashMap<>();
    private final Map<String, Position> places = new HashMap<>();

    private StepGraph(Problems problems) {
        this.problems = problems;
    }

    static StepGraph of(List<Node.Mapping> steps, Problems problems) {
        StepGraph graph = new StepGraph(problems);
        String above = null;
        for (Node.Mapping step : steps) {
            String id = step.entry("id").map(entry -> text(entry.value())).orElse("");
            Map<String, Position> dependencies = new LinkedHashMap<>();
            if (step.entry("dependsOn").isPresent()) {
                if (step.entry("dependsOn").get().value() instanceof Node.Items items) {
                    items.items().forEach(item -> dependencies.put(text(item), item.at()));
                }
            } else if (above != null) {
                dependencies.put(above, step.at());
            }
            if (!id.isEmpty()) {
                graph.before.putIfAbsent(id, dependencies);
                graph.places.putIfAbsent(id, step.at());
                above = id;
            }
        }
        graph.refuseUnknown();
        return graph;
    }

    private static String text(Node node) {
        return node instanceof Node.Single single ? single.text() : "";
    }

    private void refuseUnknown() {
        before.forEach((id, dependencies) -> dependencies.forEach((dependency, at) -> {
            if (!before.containsKey(dependency) && !dependency.isEmpty()) {
                problems.addUnknown(
                        ProblemCode.UNKNOWN_STEP,
                        at,
                        "step " + id + " depends on \"" + dependency + "\", which is no step",
                        dependency,
                        before.keySet(),
                        "Remove it.");
            }
        }));
    }

    Set<String> dependencies(String id) {
        return before.getOrDefault(id, Map.of()).keySet();
    }

    /** In the order of the file, but each behind what it depends on. Those in a circle are left out, and are a problem. */
    List<String> order() {
        Set<String> done = new LinkedHashSet<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Map.Entry<String, Map<String, Position>> step : before.entrySet()) {
                if (!done.contains(step.getKey())
                        && step.getValue().keySet().stream()
                                .allMatch(id -> done.contains(id) || !before.containsKey(id))) {
                    done.add(step.getKey());
                    progress = true;
                    break;
                }
            }
        }
        if (done.size() < before.size()) {
            refuseCircle(done);
        }
        return List.copyOf(done);
    }

    private void refuseCircle(Set<String> done) {
        String start = before.keySet().stream()
                .filter(id -> !done.contains(id))
                .findFirst()
                .orElseThrow();
        Deque<String> path = new ArrayDeque<>();
        String at = start;
        while (!path.contains(at)) {
            path.addLast(at);
            at = dependencies(at).stream()
                    .filter(id -> before.containsKey(id) && !done.contains(id))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = new ArrayList<>(path);
        circle = circle.subList(circle.indexOf(at), circle.size());
        circle = new ArrayList<>(circle);
        circle.add(at);
        Position place =
                before.getOrDefault(at, Map.of()).getOrDefault(circle.get(1), places.getOrDefault(at, Position.START));
        problems.add(
                ProblemCode.CYCLE,
                place,
                "steps depend on each other in a circle: " + String.join(" → ", circle),
                "Remove one of these dependencies.");
    }
}
