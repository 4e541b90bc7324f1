package dev.underpin.plugin;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import dev.underpin.spi.internal.Installed;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All codes of what is installed, the modules' included. */
public final class InstalledCodes {

    private final TreeMap<String, Code> byId = new TreeMap<>();

    private InstalledCodes() {}

    /** Of two modules that declare one code, the first that was found explains it. */
    public static InstalledCodes load() {
        InstalledCodes installed = new InstalledCodes();
        Installed.of(CodeCatalogue.class).providers().stream()
                .flatMap(catalogue -> catalogue.codes().stream())
                .forEach(code -> installed.byId.putIfAbsent(code.id(), code));
        return installed;
    }

    /** In the order of their ids. */
    public List<Code> all() {
        return List.copyOf(byId.values());
    }

    public Optional<Code> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
