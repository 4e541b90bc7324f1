package dev.underpin.dialect;

import dev.underpin.report.EngineCodes;
import dev.underpin.spi.Finding;
import dev.underpin.spi.RefusedException;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The dialects that are there, and the choice among them. */
public final class Dialects {

    private final List<DialectProvider> providers;

    public Dialects(List<DialectProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** Those that {@link ServiceLoader} finds. */
    public static Dialects installed() {
        return new Dialects(ServiceLoader.load(DialectProvider.class, Dialects.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    public List<DialectProvider> providers() {
        return providers;
    }

    /**
     * The dialect of the provider that recognises the server most specifically.
     *
     * @throws RefusedException if nobody recognises it (E1301), two do equally well (E1302), or its parent is not installed (E1304)
     */
    public Dialect of(Server server) {
        List<Candidate> best = best(server);
        if (best.isEmpty()) {
            throw new RefusedException(Finding.error(
                    EngineCodes.UNKNOWN_SERVER,
                    "No dialect knows this server: " + server.banner() + ".",
                    "Use PostgreSQL 14 to 18, or install a module with a dialect for this server."));
        }
        if (best.size() > 1) {
            throw new RefusedException(Finding.error(
                    EngineCodes.AMBIGUOUS_SERVER,
                    "Several dialects claim this server equally: "
                            + best.stream()
                                    .map(candidate ->
                                            Origins.named(candidate.provider().id(), candidate.provider()))
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Remove all but one of these modules."));
        }
        return dialect(best.get(0).provider(), server);
    }

    private Dialect dialect(DialectProvider provider, Server server) {
        return provider.dialect(server, provider.parent().map(parent -> dialect(parent(provider, parent), server)));
    }

    private DialectProvider parent(DialectProvider child, String id) {
        return providers.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(Finding.error(
                        EngineCodes.NO_PARENT_DIALECT,
                        "The dialect " + Origins.named(child.id(), child)
                                + " says what it does not say itself as the dialect " + id
                                + " does, which is not installed.",
                        "Install the module that has it.")));
    }

    private List<Candidate> best(Server server) {
        List<Candidate> candidates = providers.stream()
                .flatMap(provider -> provider.recognises(server).stream()
                        .mapToObj(specificity -> new Candidate(provider, specificity)))
                .toList();
        int best = candidates.stream().mapToInt(Candidate::specificity).max().orElse(0);
        return candidates.stream()
                .filter(candidate -> candidate.specificity() == best)
                .toList();
    }

    private record Candidate(DialectProvider provider, int specificity) {}
}
