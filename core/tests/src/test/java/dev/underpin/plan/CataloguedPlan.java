package dev.underpin.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A plan among the tests' resources. An invalid one lists its problems in comments at its end, or, where it cannot hold
 * comments, in a file beside it: {@code # E0412 14:9 message; hint}.
 */
record CataloguedPlan(Path file) {

    private static final String BEYOND_SCHEMA = "# beyond-schema";

    static List<CataloguedPlan> all(String folder) {
        URL url = Objects.requireNonNull(CataloguedPlan.class.getResource(folder), folder);
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(CataloguedPlan::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> expected() {
        return comments().stream()
                .filter(line -> line.matches("# E[0-9]{4} .*"))
                .map(line -> line.substring(2))
                .toList();
    }

    /** Whether what is wrong with it is more than a schema can say. */
    boolean beyondSchema() {
        return comments().contains(BEYOND_SCHEMA);
    }

    private List<String> comments() {
        Path beside = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".problems"));
        Path holder = Files.exists(beside) ? beside : file;
        try {
            return new String(Files.readAllBytes(holder), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String line(PlanProblem problem) {
        String text = problem.toString();
        return problem.code().code() + " " + problem.at() + " "
                + text.substring(text.indexOf(problem.message())).replace('\n', ' ');
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
