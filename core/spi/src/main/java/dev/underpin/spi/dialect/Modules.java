package dev.underpin.spi.dialect;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where a class comes from, for people. */
final class Modules {

    private Modules() {}

    /** The jar's name and the class's. */
    static String of(Object contribution) {
        return of(contribution.getClass());
    }

    static String of(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::getPath)
                .map(path -> Path.of(path).getFileName() + " (" + type.getName() + ")")
                .orElse(type.getName());
    }
}
