package dev.underpin.spi.dialect;

import dev.underpin.spi.dialect.StatementsProvider.Statements;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.internal.Installed;
import dev.underpin.spi.internal.Origin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds the implementation of statements for one dialect among all that are installed. */
final class InstalledStatements {

    private final List<StatementsProvider> providers;
    private final Map<Class<?>, Object> found = new ConcurrentHashMap<>();

    InstalledStatements(List<StatementsProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    static InstalledStatements load() {
        Installed<StatementsProvider> installed = Installed.of(StatementsProvider.class);
        if (!installed.defects().isEmpty()) {
            throw new RefusedException(Finding.error(
                    CommonCodes.STATEMENTS_BROKEN,
                    installed.defects().stream().map(Installed.Defect::message).collect(Collectors.joining("; "))
                            + ". Nothing was changed.",
                    "Take that jar off the class path, or install one for this version."));
        }
        return new InstalledStatements(installed.providers());
    }

    <S> S of(Class<S> type, Dialect dialect) {
        Object known = found.get(type);
        if (known == null) {
            known = find(type, dialect);
            found.put(type, known);
        }
        return type.cast(known);
    }

    private Object find(Class<?> type, Dialect dialect) {
        for (String id : dialect.lineage()) {
            List<Candidate> candidates = candidates(type, id);
            if (candidates.size() > 1) {
                throw new RefusedException(Finding.error(
                        CommonCodes.STATEMENTS_TWICE,
                        "Several modules say " + type.getSimpleName() + " for the dialect " + id + ": "
                                + candidates.stream()
                                        .map(candidate -> Origin.of(
                                                        candidate.provider().getClass())
                                                .toString())
                                        .collect(Collectors.joining(", "))
                                + ". Nothing was changed.",
                        "Leave all but one of them out."));
            }
            if (!candidates.isEmpty()) {
                return candidates.get(0).statements().implementation().apply(dialect);
            }
        }
        throw new RefusedException(Finding.error(
                CommonCodes.NO_STATEMENTS,
                "No module says " + type.getSimpleName() + ", which " + Origin.of(type) + " needs, for the dialect "
                        + String.join(", or its ancestor ", dialect.lineage()) + ". Nothing was changed.",
                "Install the module that does, or use a server of another kind."));
    }

    private List<Candidate> candidates(Class<?> type, String id) {
        return providers.stream()
                .filter(provider -> provider.dialect().equals(id))
                .flatMap(provider -> provider.statements().stream()
                        .filter(statements -> statements.type() == type)
                        .map(statements -> new Candidate(provider, statements)))
                .toList();
    }

    private record Candidate(StatementsProvider provider, Statements<?> statements) {}
}
