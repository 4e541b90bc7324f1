package dev.underpin.testkit;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.config.ByteSize;
import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes records with arbitrary content, hostile texts included; the same seed makes the same ones. */
public final class RandomRecords {

    private static final int MOST_ATTEMPTS = 500;

    private static final int DEPTH = 4;

    private static final List<String> TEXTS = List.of(
            "a",
            "",
            " ",
            "Messages",
            "my \"table\"",
            "';--",
            "%s",
            "${x}",
            "$$",
            "line\nbreak\r\n\ttab",
            "äöü €",
            "😀",
            "null",
            "true",
            "012",
            "1:30",
            "{\"a\": 1}",
            "\\",
            "\u0001");

    private static final List<String> NAMES =
            List.of("a", "Messages", "my \"table\"", "';--", "select", "äöü", "😀 x", "a.b");

    /** For the text types of plug-ins: whichever of these they take. */
    private static final List<String> CANDIDATES = List.of(
            "SELECT 1",
            "a = 1",
            "none",
            "auto",
            "a",
            "1",
            "60%",
            "2024-01-31",
            "1 month",
            "10GB",
            "0 2 * * *",
            "all",
            "{table}_{yyyy}_{MM}");

    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    public <R extends Record> R next(Class<R> type) {
        return type.cast(fields(Shapes.ofRecord(type), 0));
    }

    private Object next(Shape shape, int depth) {
        if (shape instanceof Shape.Maybe maybe) {
            return depth < DEPTH && random.nextBoolean() ? Optional.of(next(maybe.inner(), depth)) : Optional.empty();
        }
        if (shape instanceof Shape.Listed listed) {
            return listed.collector().apply(items(listed, depth));
        }
        if (shape instanceof Shape.Keyed keyed) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = size(depth); i > 0; i--) {
                entries.put(single(keyed.key()), next(keyed.value(), depth));
            }
            return keyed.collector().apply(entries);
        }
        if (shape instanceof Shape.Variant variant) {
            return next(pick(List.copyOf(variant.cases().values())), depth + 1);
        }
        return shape instanceof Shape.Fields fields ? fields(fields, depth + 1) : single((Shape.Single) shape);
    }

    private List<Object> items(Shape.Listed shape, int depth) {
        Stream<Object> items = Stream.generate(() -> next(shape.item(), depth)).limit(size(depth));
        return (shape.distinct() ? items.distinct() : items).toList();
    }

    private int size(int depth) {
        return depth < DEPTH ? random.nextInt(4) : 0;
    }

    private Object fields(Shape.Fields shape, int depth) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<Object> components = new ArrayList<>();
            for (Field field : shape.fields()) {
                components.add(next(field.shape(), depth));
            }
            try {
                return shape.constructor().newInstance(components.toArray());
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException)) {
                    throw new IllegalStateException(e.getCause());
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(shape.type() + " takes nothing arbitrary");
    }

    private Object single(Shape.Single shape) {
        if (shape instanceof Shape.Whole whole) {
            return whole.parse(
                    String.valueOf(pick(List.of(whole.min(), whole.max(), 0L, 1L, (long) random.nextInt(1000)))));
        }
        if (shape instanceof Shape.Fraction fraction) {
            return fraction.parse(pick(List.of("0", "-1.5", "0.1", "12345678.875", "1E+3")));
        }
        if (shape instanceof Shape.Truth) {
            return random.nextBoolean();
        }
        if (shape instanceof Shape.OneOf choice) {
            return pick(List.copyOf(choice.constants().values()));
        }
        return shape instanceof Shape.Text text ? text(text) : shape.parse(pick(TEXTS));
    }

    private Object text(Shape.Text shape) {
        Class<?> type = shape.type();
        if (type == String.class) {
            return pick(TEXTS);
        }
        if (type == QualifiedName.class) {
            return QualifiedName.of(pick(NAMES), pick(NAMES));
        }
        if (type == Identifier.class) {
            return new Identifier(pick(NAMES));
        }
        if (type == Duration.class) {
            return Duration.ofMillis(random.nextLong(1L << 40));
        }
        if (type == ByteSize.class) {
            return new ByteSize(random.nextLong(1L << 50));
        }
        if (type == CalendarInterval.class) {
            return new CalendarInterval(1 + random.nextInt(999), pick(List.of(CalendarInterval.Unit.values())));
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextLong(1L << 32), random.nextInt(1_000_000_000));
        }
        if (type == LocalDate.class) {
            return LocalDate.ofEpochDay(random.nextInt(40_000));
        }
        return type == UUID.class ? new UUID(random.nextLong(), random.nextLong()) : candidate(shape);
    }

    private static Object candidate(Shape.Text shape) {
        for (String text : CANDIDATES) {
            try {
                return shape.parse(text);
            } catch (IllegalArgumentException notOne) {
                continue;
            }
        }
        return shape.parse("Europe/Berlin");
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
