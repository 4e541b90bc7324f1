package dev.underpin.engine;

import dev.underpin.spi.Action;
import dev.underpin.spi.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In what two programs differ, for people. */
final class ProgramDiff {

    private ProgramDiff() {}

    static List<String> of(Program promised, Program now) {
        Map<String, Action> before = byKey(promised);
        Map<String, Action> after = byKey(now);
        List<String> lines = new ArrayList<>();
        before.forEach((key, action) -> {
            if (!after.containsKey(key)) {
                lines.add("no longer: " + key);
            } else if (!action.equals(after.get(key))) {
                lines.add("differently: " + key);
            }
        });
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(key -> lines.add("now also: " + key));
        return lines.isEmpty() ? List.of("the same actions in another order") : lines;
    }

    private static Map<String, Action> byKey(Program program) {
        Map<String, Action> actions = new LinkedHashMap<>();
        program.actions().forEach(action -> actions.put(action.key(), action));
        return actions;
    }
}
