package dev.underpin.partitioning.sql;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/**
 * The objects that let nobody write to a table but the tool's own replay.
 *
 * @param pass the table in which a transaction of ours shows that it is one
 * @param function that the trigger calls
 * @param trigger its name
 * @param alongside whether a trigger of another table writes to it, too, in the transaction of whoever writes there
 * @param entrusted who may see whether it is open, beside its owner
 */
public record WriteGuard(
        QualifiedName pass, QualifiedName function, String trigger, boolean alongside, Optional<String> entrusted) {}
