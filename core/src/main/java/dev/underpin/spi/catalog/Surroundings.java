package dev.underpin.spi.catalog;

import java.util.List;

/**
 * What acts on new objects without being asked.
 *
 * @param eventTriggers enabled ones, by name
 * @param publicationsForAllTables by name
 * @param publicationsOfSchemas a publication and the schema that it publishes whole
 * @param defaultPrivileges grants that new tables receive, by schema (empty schema: everywhere)
 */
public record Surroundings(
        List<String> eventTriggers,
        List<String> publicationsForAllTables,
        List<PublishedSchema> publicationsOfSchemas,
        List<DefaultPrivilege> defaultPrivileges) {

    public record PublishedSchema(String publication, String schema) {}

    public record DefaultPrivilege(String schema, String owner, String grantee, String privilege) {}
}
