package dev.underpin.partitioning.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the time of a command went, from its process's start to its exit, by the events that it told. */
record Phases(Map<Phase, Duration> of) {

    /** In the order in which they come. */
    enum Phase {
        START("start, until connected"),
        CHECKS("prechecks"),
        STRUCTURE("partitions, key log"),
        COPY("copy"),
        INDEXES("indexes"),
        STATISTICS("statistics"),
        COMPARISON("comparison"),
        CUTOVER("cutover"),
        VERIFICATION("verification"),
        END("end");

        final String title;

        Phase(String title) {
            this.title = title;
        }
    }

    /** By the beginning of the key of the action with which it begins. */
    private static final Map<String, Phase> BEGINNINGS = Map.of(
            "shadow", Phase.STRUCTURE,
            "copy", Phase.COPY,
            "indexes", Phase.INDEXES,
            "statistics", Phase.STATISTICS,
            "phase:cutover", Phase.CUTOVER,
            "cutover.compare", Phase.COMPARISON,
            "catch-up.last", Phase.CUTOVER);

    private static final Pattern EVENT =
            Pattern.compile("\"timestamp\":\"([^\"]+)\".*?\"type\":\"([^\"]+)\"(?:.*?\"key\":\"([^\"]+)\")?");

    static Phases read(Path events, Instant started, Instant ended) throws IOException {
        EnumMap<Phase, Duration> of = new EnumMap<>(Phase.class);
        Phase phase = Phase.START;
        Instant since = started;
        for (String line : Files.readAllLines(events)) {
            Matcher event = EVENT.matcher(line);
            if (!event.find()) {
                throw new IllegalArgumentException("no event: " + line);
            }
            Phase next = after(phase, event.group(2), String.valueOf(event.group(3)));
            if (next != phase) {
                Instant at = Instant.parse(event.group(1));
                of.merge(phase, Duration.between(since, at), Duration::plus);
                phase = next;
                since = at;
            }
        }
        of.merge(phase, Duration.between(since, ended), Duration::plus);
        return new Phases(of);
    }

    private static Phase after(Phase phase, String type, String key) {
        return switch (type) {
            case "connected" -> Phase.CHECKS;
            case "action-started" -> BEGINNINGS.getOrDefault(key, phase);
            case "action-ended" -> key.equals("phase:cutover") ? Phase.VERIFICATION : phase;
            case "step-ended" -> Phase.END;
            default -> phase;
        };
    }

    Duration in(Phase phase) {
        return of.getOrDefault(phase, Duration.ZERO);
    }

    Duration total() {
        return of.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** What is done to the tables, apart from being asked and compared. */
    Duration actions() {
        return List.of(Phase.STRUCTURE, Phase.COPY, Phase.INDEXES, Phase.STATISTICS, Phase.COMPARISON, Phase.CUTOVER)
                .stream()
                .map(this::in)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
