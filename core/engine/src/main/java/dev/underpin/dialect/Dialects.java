package dev.underpin.dialect;

import dev.underpin.spi.Finding;
import dev.underpin.spi.RefusedException;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.DialectProvider.Match;
import dev.underpin.spi.dialect.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The dialects that are there, and the choice among them. */
public final class Dialects {

    static final String UNKNOWN_SERVER = "E1301";
    static final String AMBIGUOUS_SERVER = "E1302";

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
     * @throws RefusedException if nobody recognises it (E1301), or two do equally well (E1302)
     */
    public Dialect of(Server server) {
        List<Candidate> best = best(server);
        if (best.isEmpty()) {
            throw new RefusedException(Finding.error(
                    UNKNOWN_SERVER,
                    "No dialect knows this server: " + server.banner() + ".",
                    "Use PostgreSQL 14 to 18, or install a module with a dialect for this server."));
        }
        if (best.size() > 1) {
            String ids = best.stream().map(Candidate::id).sorted().collect(Collectors.joining(", "));
            throw new RefusedException(Finding.error(
                    AMBIGUOUS_SERVER,
                    "Several dialects claim this server equally: " + ids + ".",
                    "Remove all but one of these modules."));
        }
        return best.get(0).match().dialect();
    }

    private List<Candidate> best(Server server) {
        List<Candidate> best = new ArrayList<>();
        for (DialectProvider provider : providers) {
            Optional<Match> match = provider.recognise(server);
            if (match.isEmpty()) {
                continue;
            }
            int lead = best.isEmpty()
                    ? 1
                    : Integer.compare(
                            match.get().specificity(), best.get(0).match().specificity());
            if (lead > 0) {
                best.clear();
            }
            if (lead >= 0) {
                best.add(new Candidate(provider.id(), match.get()));
            }
        }
        return best;
    }

    private record Candidate(String id, Match match) {}
}
