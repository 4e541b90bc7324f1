package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server gives and takes privileges on tables. */
public interface GrantStatements {

    /**
     * @param privileges as SQL spells them
     * @param role {@code public}: everybody
     */
    Sql grant(QualifiedName table, List<String> privileges, String role, boolean grantable);

    Sql grantOnColumn(QualifiedName table, String column, String privilege, String role, boolean grantable);

    /** Takes what was given on the table, the same on each of its columns included, and the right to give it on. */
    Sql revoke(QualifiedName table, String privilege, String role);

    /** Takes the right to give it on, on each column as well, and leaves the privilege. */
    Sql revokeGrantOption(QualifiedName table, String privilege, String role);

    /**
     * Selects one text: what the role may do with the table and its columns, whoever has given it and whether they may give it on; empty if there is no
     * such table.
     */
    Sql ofRole(QualifiedName table, String role);

    /** Selects the privileges that a table's owner has as long as nothing was granted or revoked. */
    Sql ofOwner();

    /** Selects those of the words that are no privileges on tables, for this server. */
    Sql unknown(List<String> privileges);
}
