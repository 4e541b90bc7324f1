package dev.underpin.postgresql.catalog;

import static dev.underpin.spi.finding.Code.Moment.CONNECTION;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of what can be the matter with reading the catalog. */
public final class CatalogCodes implements CodeCatalogue {

    static final Code LACKING_RIGHTS = Code.of(
            "E1311",
            "The structure cannot be read for lack of rights; what cannot be seen does not count as absent.",
            "Grant the role that right, or use a role that has it.",
            CONNECTION);
    static final Code CHANGED_WHILE_READ = Code.of(
            "E1312",
            "The structure changed while it was read.",
            "Run the command again when nobody else changes these objects.",
            CONNECTION);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(CatalogCodes.class);
    }
}
