package dev.underpin.dialect;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where contributions come from, for people who have to take one away. */
final class Origins {

    private Origins() {}

    static String named(String id, Object contribution) {
        return Optional.ofNullable(contribution.getClass().getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::getPath)
                .map(path -> id + " of " + Path.of(path).getFileName())
                .orElse(id);
    }
}
