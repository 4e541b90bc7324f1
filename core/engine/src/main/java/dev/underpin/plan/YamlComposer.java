package dev.underpin.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Makes nodes of one YAML document: no tags, no keys twice, aliases that end. */
final class YamlComposer {

    static final int MAX_DEPTH = 40;

    /** Of a document with its aliases expanded. */
    static final int MAX_NODES = 100_000;

    private final String text;
    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    /** A node with how many nodes are in it. */
    private record Anchored(Node node, int size) {}

    /** The rest of the document cannot be judged; why is among the problems. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private YamlComposer(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document's root; empty if there is none or it cannot be read, which is then among the problems. */
    static Optional<Node> compose(String text, Problems problems) {
        try {
            return new YamlComposer(text, problems).document();
        } catch (MarkedYamlEngineException e) {
            malformed(text, e, problems);
        } catch (ReaderException e) {
            problems.add(
                    ProblemCode.YAML_SYNTAX,
                    position(text, e.getPosition()),
                    String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                    "Remove it.");
        } catch (YamlEngineException e) {
            problems.add(
                    ProblemCode.YAML_SYNTAX,
                    directive(text),
                    String.valueOf(e.getMessage()),
                    "Take the directive away: a plan is YAML 1.2, and needs none.");
        } catch (Unreadable e) {
            assert problems.any();
        }
        return Optional.empty();
    }

    private Optional<Node> document() {
        expect(Event.ID.StreamStart);
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            return empty();
        }
        Node root = node(events.next(), 0);
        expect(Event.ID.DocumentEnd);
        Event after = events.next();
        if (after.getEventId() == Event.ID.DocumentStart) {
            problems.add(
                    ProblemCode.SEVERAL_DOCUMENTS,
                    at(after),
                    "a second document begins here",
                    "Keep one plan in a file.");
            return Optional.empty();
        }
        return root instanceof Node.Single single && single.type() == Node.Type.NULL ? empty() : Optional.of(root);
    }

    private Optional<Node> empty() {
        problems.add(ProblemCode.FILE_EMPTY, Position.START, "there is no plan in the file", "Write one.");
        return Optional.empty();
    }

    private void expect(Event.ID id) {
        Event event = events.next();
        if (event.getEventId() != id) {
            throw new IllegalStateException("expected " + id + ", found " + event);
        }
    }

    private Node node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            problems.add(
                    ProblemCode.TOO_DEEP,
                    at(event),
                    "more than " + MAX_DEPTH + " levels are nested in each other",
                    "No key of a plan needs that.");
            throw new Unreadable();
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        count(1, event);
        int before = nodes;
        Node node;
        Optional<Anchor> anchor;
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event);
            node = single(scalar);
            anchor = scalar.getAnchor();
        } else if (event instanceof CollectionStartEvent start) {
            refuseTag(start.getTag(), event);
            node = event instanceof SequenceStartEvent sequence ? items(sequence, depth) : mapping(event, depth);
            anchor = start.getAnchor();
        } else {
            throw new IllegalStateException("unexpected " + event);
        }
        int size = nodes - before + 1;
        anchor.ifPresent(name -> anchors.put(name, new Anchored(node, size)));
        return node;
    }

    private Node aliased(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            problems.add(
                    ProblemCode.UNKNOWN_ALIAS,
                    at(alias),
                    "*" + alias.getAlias() + " refers to nothing that is complete at this place",
                    "Put the anchor before it, outside.");
            return new Node.Broken(at(alias));
        }
        count(anchored.size(), alias);
        return anchored.node();
    }

    private void count(int more, Event event) {
        nodes += more;
        if (nodes > MAX_NODES) {
            problems.add(
                    ProblemCode.ALIAS_EXPANSION,
                    at(event),
                    "with its aliases the document has more than " + MAX_NODES + " values",
                    "Write less, or repeat less.");
            throw new Unreadable();
        }
    }

    private void refuseTag(Optional<String> tag, Event event) {
        tag.ifPresent(name -> problems.add(
                ProblemCode.TAG,
                at(event),
                "the tag " + name.replaceFirst("^tag:yaml\\.org,2002:", "!!") + " is not part of a plan",
                "Remove it; quote a value to make it text."));
    }

    private Node.Single single(ScalarEvent event) {
        Node.Type type = event.isPlain() ? Node.Type.ofPlain(event.getValue()) : Node.Type.TEXT;
        Position start = at(event);
        refuseNul(event);
        int index = event.getStartMark().map(Mark::getIndex).orElse(0);
        return new Node.Single(
                event.getValue(), type, start, new ScalarPlaces(text, index, event.getValue(), event.getScalarStyle()));
    }

    /** YAML can write it, but no database can store it. */
    private void refuseNul(ScalarEvent event) {
        if (event.getValue().indexOf('\0') >= 0) {
            problems.add(ProblemCode.BAD_FORM, at(event), "the character U+0000 cannot stand in a plan", "Remove it.");
        }
    }

    private Node items(SequenceStartEvent start, int depth) {
        List<Node> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return new Node.Items(items, at(start));
    }

    private Node mapping(Event start, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            String key = key(event, depth);
            Position keyAt = at(event);
            Node value = node(events.next(), depth + 1);
            if (key != null) {
                Node.Entry earlier = entries.putIfAbsent(key, new Node.Entry(key, keyAt, value));
                if (earlier != null) {
                    problems.add(
                            ProblemCode.DUPLICATE_KEY,
                            keyAt,
                            "key \"" + key + "\" is here twice, first in line "
                                    + earlier.keyAt().line(),
                            "Keep one of them.");
                }
            }
            event = events.next();
        }
        return new Node.Mapping(List.copyOf(entries.values()), at(start));
    }

    private @Nullable String key(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event);
            refuseNul(scalar);
            scalar.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(single(scalar), 1)));
            return scalar.getValue();
        }
        problems.add(ProblemCode.KEY_NOT_TEXT, at(event), "a key is plain text", "Write it as text.");
        node(event, depth + 1);
        return null;
    }

    private static Position at(Event event) {
        return event.getStartMark().map(YamlComposer::at).orElse(Position.START);
    }

    private static Position at(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static void malformed(String text, MarkedYamlEngineException e, Problems problems) {
        Optional<Mark> mark = e.getProblemMark();
        Position at = mark.map(YamlComposer::at).orElse(Position.START);
        boolean tab = mark.isPresent()
                && mark.get().getPointer() < mark.get().getBuffer().length
                && mark.get().getBuffer()[mark.get().getPointer()] == '\t';
        if (tab) {
            problems.add(ProblemCode.TAB, at, "a tab cannot indent YAML", "Indent with spaces.");
        } else {
            String context =
                    Optional.ofNullable(e.getContext()).map(what -> what + ": ").orElse("");
            problems.add(
                    ProblemCode.YAML_SYNTAX,
                    at,
                    context + e.getProblem(),
                    "Quote the text, or see whether an indentation is off.");
        }
    }

    /** What the reader has against a document without saying where is about its directives. */
    private static Position directive(String text) {
        int at = text.startsWith("%") ? 0 : text.indexOf("\n%") + 1;
        return position(text, text.codePointCount(0, at));
    }

    private static Position position(String text, int index) {
        int end = text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lineStart = before.lastIndexOf('\n') + 1;
        return new Position(
                (int) before.chars().filter(c -> c == '\n').count() + 1, before.codePointCount(lineStart, end) + 1);
    }
}
