package dev.underpin.postgresql.catalog;

import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import org.jspecify.annotations.Nullable;

/** The structure cannot be seen as it is: rights are lacking (E1311), or it changed while it was read (E1312). */
public final class CatalogException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private CatalogException(Finding finding, @Nullable Throwable cause) {
        super(finding, cause);
    }

    static CatalogException lackingRights(String what, Throwable cause) {
        return new CatalogException(
                Finding.error(
                        CatalogCodes.LACKING_RIGHTS,
                        "The structure cannot be read: " + what + ". Nothing was changed.",
                        "Grant the role that right, or use a role that has it; what cannot be seen does not count as absent."),
                cause);
    }

    boolean changedMeanwhile() {
        return finding().code().equals(CatalogCodes.CHANGED_WHILE_READ.id());
    }

    static CatalogException changed(String what, @Nullable Throwable cause) {
        return new CatalogException(
                Finding.error(
                        CatalogCodes.CHANGED_WHILE_READ,
                        "The structure changed while it was read: " + what + ". Nothing was changed by reading.",
                        "Run the command again when nobody else changes these objects."),
                cause);
    }
}
