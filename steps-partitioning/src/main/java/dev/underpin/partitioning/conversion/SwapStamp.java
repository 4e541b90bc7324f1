package dev.underpin.partitioning.conversion;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.program.Sql;

/**
 * What a table and all that depends on it were when a swap was planned.
 *
 * @param whole of all that belongs to it; looked at before writers are kept out, under the lock that keeps its definition
 * @param dependents what that lock does not keep; looked at under the locks of the swap, for it is quick
 */
public record SwapStamp(String whole, String dependents) {

    public static SwapStamp ask(Conversion conversion, StepContext context) {
        return new SwapStamp(
                ask("fingerprint", conversion.fingerprint(), context),
                ask("fingerprint:dependents", conversion.dependents(), context));
    }

    private static String ask(String id, Sql query, StepContext context) {
        return context.ask(id, query, MemoryReader.Digest.class).get(0).text();
    }
}
