package dev.underpin.dialect;

import dev.underpin.plan.ProblemCode;
import dev.underpin.plugin.InvalidPlugins;
import dev.underpin.plugin.InvalidPlugins.Clash;
import dev.underpin.report.EngineCodes;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.internal.Installed;
import dev.underpin.spi.internal.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dialects that are there, and the choice among them. */
public final class Dialects {

    private final List<DialectProvider> providers;

    public Dialects(List<DialectProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /**
     * Those that {@link java.util.ServiceLoader} finds by this thread's class loader.
     *
     * @throws InvalidPlugins with everything that is wrong with them, or with their statements
     */
    public static Dialects installed() {
        Installed<DialectProvider> dialects = Installed.of(DialectProvider.class);
        List<Clash> clashes = new ArrayList<>();
        dialects.defects().forEach(defect -> clashes.add(Clash.of(defect)));
        Installed.of(StatementsProvider.class).defects().forEach(defect -> clashes.add(Clash.of(defect)));
        clashes.addAll(ofOneName(dialects.providers()));
        if (!clashes.isEmpty()) {
            throw new InvalidPlugins(clashes);
        }
        return new Dialects(dialects.providers());
    }

    private static List<Clash> ofOneName(List<DialectProvider> providers) {
        Map<String, DialectProvider> owners = new HashMap<>();
        List<Clash> clashes = new ArrayList<>();
        for (DialectProvider provider : providers) {
            DialectProvider owner = owners.putIfAbsent(provider.id(), provider);
            if (owner != null) {
                clashes.add(new Clash(
                        ProblemCode.DIALECT_TWICE,
                        "the dialect " + provider.id() + " is claimed by " + Origin.of(owner.getClass()) + " and by "
                                + Origin.of(provider.getClass()),
                        "Take one of them off the class path."));
            }
        }
        return clashes;
    }

    /** These and one more; it takes the place of one of the same id. */
    public Dialects with(DialectProvider more) {
        return new Dialects(Stream.concat(
                        providers.stream().filter(provider -> !provider.id().equals(more.id())), Stream.of(more))
                .toList());
    }

    public List<DialectProvider> providers() {
        return providers;
    }

    /**
     * The dialect of the provider that recognises the server most specifically.
     *
     * @throws RefusedException if nobody recognises it (E1301), two do equally well (E1302), its parent is not installed
     *     (E1304), or it descends from itself (E1307)
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
                                    .map(candidate -> named(candidate.provider()))
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Remove all but one of these modules."));
        }
        return dialect(best.get(0).provider(), server, Set.of());
    }

    private Dialect dialect(DialectProvider provider, Server server, Set<String> descendants) {
        if (descendants.contains(provider.id())) {
            throw new RefusedException(Finding.error(
                    EngineCodes.DIALECT_OF_ITSELF,
                    "The dialect " + named(provider) + " descends from itself.",
                    "Correct its module, or take it off the class path."));
        }
        Set<String> line =
                Stream.concat(descendants.stream(), Stream.of(provider.id())).collect(Collectors.toUnmodifiableSet());
        return provider.dialect(
                server, provider.parent().map(parent -> dialect(parent(provider, parent), server, line)));
    }

    private DialectProvider parent(DialectProvider child, String id) {
        return providers.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(Finding.error(
                        EngineCodes.NO_PARENT_DIALECT,
                        "The dialect " + named(child)
                                + " says what it does not say itself as the dialect " + id
                                + " does, which is not installed.",
                        "Install the module that has it.")));
    }

    private static String named(DialectProvider provider) {
        return provider.id() + " of " + Origin.of(provider.getClass());
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
