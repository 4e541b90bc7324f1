package dev.underpin.spi.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The providers of a service that {@link ServiceLoader} finds, and what is wrong with those that are declared.
 *
 * @param providers that could be made
 * @param defects empty if all is well
 */
public record Installed<S>(List<S> providers, List<Defect> defects) {

    public Installed {
        providers = List.copyOf(providers);
        defects = List.copyOf(defects);
    }

    /** Something wrong with a declared provider. */
    public sealed interface Defect {

        /** For people; names the provider and its jar. */
        String message();

        /** It cannot be made. */
        record Broken(String message) implements Defect {}

        /** Two jars declare it, so two versions of one module are there. */
        record Twice(String message) implements Defect {}
    }

    public static <S> Installed<S> of(Class<S> service) {
        ClassLoader loader = loader();
        DeclaredProviders<S> declared = DeclaredProviders.of(service, loader);
        List<Defect> defects = new ArrayList<>(declared.twice());
        List<S> made = new ArrayList<>();
        Iterator<S> found = ServiceLoader.load(service, loader).iterator();
        List<Throwable> failures = new ArrayList<>();
        boolean more = true;
        while (more) {
            try {
                more = found.hasNext();
                if (more) {
                    made.add(found.next());
                }
            } catch (ServiceConfigurationError | LinkageError failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            List<Defect> broken = declared.broken();
            defects.addAll(broken);
            if (broken.isEmpty()) {
                failures.forEach(failure -> defects.add(new Defect.Broken(String.valueOf(failure.getMessage()))));
            }
        }
        return new Installed<>(made, defects);
    }

    /** The thread's, unless it is one that does not know this library, as those of the common pool in an executable jar are. */
    static ClassLoader loader() {
        ClassLoader own = Installed.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return context != null && context.loadClass(Installed.class.getName()) == Installed.class ? context : own;
        } catch (ClassNotFoundException unknown) {
            return own;
        }
    }
}
