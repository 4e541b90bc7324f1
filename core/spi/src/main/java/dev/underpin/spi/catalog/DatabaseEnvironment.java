package dev.underpin.spi.catalog;

import java.util.List;

/**
 * What acts on new objects without being asked.
 *
 * @param eventTriggers enabled ones, by name
 * @param publicationsForAllTables by name
 * @param publicationsOfSchemas a publication and the schema that it publishes whole
 * @param defaultPrivileges grants that new objects receive
 */
public record DatabaseEnvironment(
        List<String> eventTriggers,
        List<String> publicationsForAllTables,
        List<PublishedSchema> publicationsOfSchemas,
        List<DefaultPrivilege> defaultPrivileges) {

    public record PublishedSchema(String publication, String schema) {}

    /**
     * A grant that new objects receive.
     *
     * @param schema empty text: everywhere
     * @param objects the kind of the new objects
     * @param owner who creates them
     */
    public record DefaultPrivilege(String schema, Objects objects, String owner, String grantee, String privilege) {}

    /** Kinds of object that default privileges tell apart. */
    public enum Objects {
        TABLES,
        SEQUENCES,
        FUNCTIONS,
        TYPES,
        SCHEMAS,
        LARGE_OBJECTS
    }
}
