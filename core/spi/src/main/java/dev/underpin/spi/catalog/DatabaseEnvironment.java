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

    /** Who else gets a right to objects of these kinds that the role makes, wherever it does; by name. */
    public List<String> otherGrantees(String creator, Objects... kinds) {
        return defaultPrivileges.stream()
                .filter(privilege ->
                        privilege.owner().equals(creator) && List.of(kinds).contains(privilege.objects()))
                .map(DefaultPrivilege::grantee)
                .filter(grantee -> !grantee.equals(creator))
                .distinct()
                .sorted()
                .toList();
    }

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
