package dev.underpin.spi.internal;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where a contribution of a module came from.
 *
 * @param plugin the class
 * @param location the jar or directory; {@code the runtime image} if the class has none
 */
public record Origin(String plugin, String location) {

    public static Origin of(Class<?> plugin) {
        CodeSource source = plugin.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return new Origin(plugin.getName(), "the runtime image");
        }
        try {
            return new Origin(
                    plugin.getName(), Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return new Origin(plugin.getName(), source.getLocation().toString());
        }
    }

    /** The plug-in's class and its jar, without what is particular to this machine. */
    public String module() {
        String jar = location.substring(location.lastIndexOf('/') + 1);
        return jar.endsWith(".jar") ? plugin + " in " + jar : plugin;
    }

    @Override
    public String toString() {
        return plugin + " (" + location + ")";
    }
}
