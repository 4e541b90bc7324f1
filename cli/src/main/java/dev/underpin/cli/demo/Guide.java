package dev.underpin.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An example that is part of the documentation: a schema with rows, and a plan for it. */
public enum Guide {
    MESSAGES("messages", "000", "a chat's messages become monthly partitions with a composite index");

    private final String title;
    private final String number;
    private final String summary;

    Guide(String title, String number, String summary) {
        this.title = title;
        this.number = number;
        this.summary = summary;
    }

    /** By its name or its number. */
    public static Optional<Guide> named(String text) {
        return Stream.of(values())
                .filter(guide -> guide.title.equals(text) || guide.number.equals(text))
                .findFirst();
    }

    public String title() {
        return title;
    }

    public String summary() {
        return summary;
    }

    /** In the order in which they are run; the second fills the tables. */
    List<String> scripts() {
        return Stream.of("1-tables.sql", "2-rows.sql", "3-rules.sql")
                .map(this::resource)
                .toList();
    }

    public String plan() {
        return resource("plan.yaml");
    }

    private String resource(String file) {
        String path = title + "/" + file;
        try (InputStream content = Objects.requireNonNull(Guide.class.getResourceAsStream(path), path)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(path, broken);
        }
    }
}
