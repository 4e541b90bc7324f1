package dev.underpin.spi.internal;

import dev.underpin.spi.internal.Installed.Defect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code META-INF/services} says of a service, and where. {@link java.util.ServiceLoader} does not tell the jar of a provider that
 * it cannot make, and takes the first of two that have one name.
 */
final class DeclaredProviders<S> {

    private final Class<S> service;
    private final ClassLoader loader;
    private final Map<String, Set<String>> places;

    private DeclaredProviders(Class<S> service, ClassLoader loader, Map<String, Set<String>> places) {
        this.service = service;
        this.loader = loader;
        this.places = places;
    }

    static <S> DeclaredProviders<S> of(Class<S> service, ClassLoader loader) {
        String file = "META-INF/services/" + service.getName();
        Map<String, Set<String>> places = new TreeMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(file))) {
                for (String provider : names(url)) {
                    places.computeIfAbsent(provider, name -> new LinkedHashSet<>())
                            .add(place(url, file));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the class path cannot be read", failure);
        }
        return new DeclaredProviders<>(service, loader, places);
    }

    List<Defect> twice() {
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(other -> !alike(entry.getValue(), other)))
                .<Defect>map(entry ->
                        new Defect.Twice(entry.getKey() + " is in " + String.join(" and in ", entry.getValue())))
                .toList();
    }

    /** Whether it is a copy of the first: a jar that is reached in two ways is no second version. */
    private static boolean alike(Set<String> places, String other) {
        String first = places.iterator().next();
        try {
            return first.equals(other)
                    || Files.isRegularFile(Path.of(first))
                            && Files.isRegularFile(Path.of(other))
                            && Files.mismatch(Path.of(first), Path.of(other)) < 0;
        } catch (IOException | InvalidPathException incomparable) {
            return false;
        }
    }

    List<Defect> broken() {
        return places.entrySet().stream()
                .flatMap(entry -> flaw(entry.getKey()).stream()
                        .<Defect>map(flaw -> new Defect.Broken(entry.getKey() + " in "
                                + String.join(" and in ", entry.getValue()) + " cannot be loaded: " + flaw)))
                .toList();
    }

    private Optional<String> flaw(String provider) {
        try {
            Class<?> type = Class.forName(provider, false, loader);
            if (!service.isAssignableFrom(type)) {
                return Optional.of("it does not implement " + service.getName());
            }
            type.getConstructor().newInstance();
            return Optional.empty();
        } catch (ClassNotFoundException missing) {
            return Optional.of("there is no such class");
        } catch (NoSuchMethodException hidden) {
            return Optional.of("it has no public constructor without parameters");
        } catch (InvocationTargetException thrown) {
            return Optional.of(said(thrown.getTargetException()));
        } catch (ReflectiveOperationException | LinkageError unusable) {
            return Optional.of(said(unusable));
        }
    }

    private static String said(Throwable failure) {
        return failure instanceof NoClassDefFoundError
                ? "class " + String.valueOf(failure.getMessage()).replace('/', '.') + " is missing"
                : failure.toString();
    }

    private static List<String> names(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .flatMap(line -> Stream.of(line.split("#", 2)).limit(1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
    }

    /** The jar or directory, as people write it. */
    private static String place(URL url, String file) {
        String text = url.toString();
        String container = text.substring(0, text.length() - file.length())
                .replaceFirst("^jar:", "")
                .replaceFirst("!/$", "");
        try {
            return Path.of(new URL(container).toURI()).toString();
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException nested) {
            return container;
        }
    }
}
