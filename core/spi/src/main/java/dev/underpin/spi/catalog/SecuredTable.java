package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;

/** A table by name, with its row level security. */
public record SecuredTable(QualifiedName name, RowSecurity rowSecurity) {

    public static SecuredTable of(Table table) {
        return new SecuredTable(table.name(), table.rowSecurity());
    }
}
