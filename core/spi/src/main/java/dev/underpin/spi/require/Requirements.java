package dev.underpin.spi.require;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.server.BlockerStatements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requirements that most steps share, with one code, one wording and one remedy each. They are values: two that ask for the
 * same are equal.
 */
public final class Requirements {

    private Requirements() {}

    /** The relation is there, and of one of these kinds. */
    public static Requirement exists(QualifiedName relation, RelationKind kind, RelationKind... others) {
        List<RelationKind> kinds = new ArrayList<>(List.of(kind));
        kinds.addAll(Arrays.asList(others));
        return new Exists(relation, List.copyOf(kinds));
    }

    private record Exists(QualifiedName relation, List<RelationKind> kinds) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Optional<RelationKind> found = context.catalog().kind(relation);
            if (found.filter(kinds::contains).isPresent()) {
                return List.of();
            }
            String wanted = wanted();
            return List.of(found.map(kind -> Finding.error(
                            CommonCodes.OTHER_KIND,
                            relation + " is a " + kind + ", not a " + wanted,
                            "Name a " + wanted + "."))
                    .orElseGet(() -> Finding.error(
                            CommonCodes.NO_RELATION,
                            "there is no " + wanted + " " + relation,
                            "Correct the name, or create it first; what is outside schema public is written with its"
                                    + " schema.")));
        }

        /** A partitioned table is a table, too. */
        private String wanted() {
            return kinds.stream()
                    .filter(kind -> kind != RelationKind.PARTITIONED_TABLE || !kinds.contains(RelationKind.TABLE))
                    .map(RelationKind::toString)
                    .collect(Collectors.joining(" or "));
        }
    }

    /** We have the rights of the relation's owner. */
    public static Requirement owned(QualifiedName relation) {
        return new OwnedRelation(relation);
    }

    private record OwnedRelation(QualifiedName relation) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Catalog catalog = context.catalog();
            return catalog.table(relation)
                    .map(Table::owner)
                    .or(() -> catalog.view(relation).map(View::owner))
                    .map(owner -> owned(relation.toString(), owner).unmet(context))
                    .orElse(List.of());
        }
    }

    /**
     * We have the rights of an object's owner.
     *
     * @param object with its name, for example {@code publication feed}
     */
    public static Requirement owned(String object, String owner) {
        return new Owned(object, owner);
    }

    private record Owned(String object, String owner) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Principal principal = context.catalog().principal();
            return principal.owns(owner)
                    ? List.of()
                    : List.of(Finding.error(
                            CommonCodes.NOT_OWNER,
                            principal.name() + " does not own " + object + ", " + owner + " does",
                            toHaveTheRightsOf(owner, context)));
        }
    }

    /** Nobody is told to give away what makes whoever has it a superuser. */
    private static String toHaveTheRightsOf(String owner, StepContext context) {
        Principal principal = context.catalog().principal();
        if (superuser(owner, context.catalog())) {
            return owner
                    + " is a superuser, whose rights are not to be given away: connect as a superuser, or give what "
                    + owner + " owns to a role of the application first (ALTER … OWNER TO).";
        }
        Identifier role = new Identifier(principal.name());
        String grant = "GRANT " + new Identifier(owner) + " TO " + role;
        boolean perMembership = context.dialect().has(Capability.MEMBERSHIP_OPTIONS);
        if (!principal.becomes().contains(owner)) {
            return "Connect as " + owner + ", or as a role that has its rights: " + grant
                    + (perMembership ? " WITH INHERIT TRUE." : ".");
        }
        return principal.name() + " is a member without the rights: "
                + (perMembership ? grant + " WITH INHERIT TRUE." : "ALTER ROLE " + role + " INHERIT.");
    }

    /** A role that is not known is taken for the strongest. */
    private static boolean superuser(String role, Catalog catalog) {
        return catalog.role(role).map(Role::superuser).orElse(true);
    }

    /**
     * We may {@code SET ROLE} to it, for instance to make something that is to belong to it.
     *
     * @param why a clause about the role, for example {@code to which the new table is to belong}
     */
    public static Requirement setRole(String role, String why) {
        return new SetRole(role, why);
    }

    private record SetRole(String role, String why) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Principal principal = context.catalog().principal();
            if (principal.superuser() || principal.becomes().contains(role)) {
                return List.of();
            }
            return List.of(Finding.error(
                    CommonCodes.NO_SET_ROLE,
                    principal.name() + " may not SET ROLE " + role + ", " + why,
                    superuser(role, context.catalog())
                            ? toHaveTheRightsOf(role, context)
                            : "GRANT " + new Identifier(role) + " TO " + new Identifier(principal.name())
                                    + (context.dialect().has(Capability.MEMBERSHIP_OPTIONS)
                                            ? " WITH SET TRUE."
                                            : ".")));
        }
    }

    /** We may create objects in the schema, which is there. */
    public static Requirement createsIn(String schema) {
        return new CreatesIn(schema);
    }

    private record CreatesIn(String schema) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Principal principal = context.catalog().principal();
            if (!context.catalog().hasSchema(schema)) {
                return List.of(Finding.error(
                        CommonCodes.NO_SCHEMA,
                        "there is no schema " + new Identifier(schema),
                        "Correct the name, or create it first."));
            }
            return principal.superuser() || principal.createsIn().contains(schema)
                    ? List.of()
                    : List.of(lacking(principal.name(), "CREATE", "SCHEMA " + new Identifier(schema)));
        }
    }

    /** The role, which may be ours, may create objects in the schema. */
    public static Requirement createsIn(String role, String schema) {
        return context -> role.equals(context.catalog().principal().name())
                ? createsIn(schema).unmet(context)
                : privileges("rights:create:" + role, List.of(new Right(role, "CREATE", On.SCHEMA, "", schema)))
                        .unmet(context);
    }

    /** We may use what is in the schema. */
    public static Requirement uses(String schema) {
        return new Uses(schema);
    }

    private record Uses(String schema) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Right usage = new Right(context.catalog().principal().name(), "USAGE", On.SCHEMA, "", schema);
            return privileges("rights:schema", List.of(usage)).unmet(context);
        }
    }

    /**
     * All these privileges are held. Roles, schemas and tables must be there.
     *
     * @param question names the question in the journal, see {@link StepContext#ask}
     */
    public static Requirement privileges(String question, List<Right> needed) {
        return new Privileges(question, List.copyOf(needed));
    }

    private record Privileges(String question, List<Right> needed) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            return context
                    .ask(
                            question,
                            context.dialect()
                                    .statements(DefinitionStatements.class)
                                    .lacking(needed),
                            Lacking.class)
                    .stream()
                    .map(Lacking::finding)
                    .toList();
        }
    }

    /** A row of {@link DefinitionStatements#lacking}. */
    record Lacking(String role, String privilege, String kind, String schema, String name) {

        private Finding finding() {
            return lacking(
                    role,
                    privilege,
                    switch (On.valueOf(kind)) {
                        case DATABASE -> "DATABASE " + new Identifier(name);
                        case SCHEMA -> "SCHEMA " + new Identifier(name);
                        case TABLE -> "TABLE " + new QualifiedName(schema, name);
                    });
        }
    }

    /**
     * What is said of a privilege that a role lacks.
     *
     * @param object as GRANT names it: {@code FUNCTION public.f(integer)}
     */
    public static Finding lacking(String role, String privilege, String object) {
        return Finding.error(
                CommonCodes.NO_PRIVILEGE,
                role + " lacks the privilege " + privilege + " on " + object,
                "GRANT " + privilege + " ON " + object + " TO " + new Identifier(role) + ".");
    }

    /** The server keeps the name as it is. */
    public static Requirement fits(String name) {
        return new Fits(name);
    }

    private record Fits(String name) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            int most = context.names().maxBytes();
            return bytes <= most
                    ? List.of()
                    : List.of(Finding.error(
                            CommonCodes.NAME_TOO_LONG,
                            "the name " + new Identifier(name) + " has " + bytes + " bytes; the server keeps " + most,
                            "Choose a shorter name."));
        }
    }

    /** No relation has the name. */
    public static Requirement free(QualifiedName name) {
        return new Free(name);
    }

    private record Free(QualifiedName name) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            return context.catalog().kind(name).map(kind -> taken(name, "another relation (" + kind + ")")).stream()
                    .toList();
        }
    }

    /**
     * What is said of a name that something else has.
     *
     * @param holder what has it, with an article
     */
    public static Finding taken(QualifiedName name, String holder) {
        return Finding.error(
                CommonCodes.NAME_TAKEN,
                "the name " + name + " is taken by " + holder,
                "Choose another name, or rename or drop what has this one.");
    }

    /** There is such a role; {@code public} stands for everybody. */
    public static Requirement role(String role) {
        return new RoleExists(role);
    }

    private record RoleExists(String role) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            return role.equals("public") || context.catalog().role(role).isPresent()
                    ? List.of()
                    : List.of(Finding.error(
                            CommonCodes.NO_ROLE,
                            "there is no role " + new Identifier(role),
                            "Correct the name, or create it first."));
        }
    }

    /** The table or view has the column. */
    public static Requirement column(QualifiedName relation, String column) {
        return new HasColumn(relation, column);
    }

    private record HasColumn(QualifiedName relation, String column) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Catalog catalog = context.catalog();
            List<String> columns = catalog
                    .table(relation)
                    .map(Table::columns)
                    .or(() -> catalog.view(relation).map(View::columns))
                    .orElse(List.of())
                    .stream()
                    .map(Column::name)
                    .toList();
            return columns.isEmpty() && catalog.kind(relation).isEmpty() || columns.contains(column)
                    ? List.of()
                    : List.of(Finding.error(
                            CommonCodes.NO_COLUMN,
                            relation + " has no column " + new Identifier(column),
                            "Its columns are "
                                    + columns.stream()
                                            .map(name -> new Identifier(name).toString())
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }
    }

    /** The extension is installed in the database. */
    public static Requirement extension(String extension) {
        return new Extension(extension);
    }

    private record Extension(String extension) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            return context.catalog().hasExtension(extension) ? List.of() : List.of(notInstalled(extension));
        }
    }

    /** What is said of an extension that is not installed. */
    public static Finding notInstalled(String extension) {
        return Finding.error(
                CommonCodes.NO_EXTENSION,
                "extension " + extension + " is not installed in this database",
                "Install it with CREATE EXTENSION, or take out of the plan what asks for it.");
    }

    /**
     * We see what other sessions do; no more than a warning.
     *
     * @param consequence what follows if not, a clause
     */
    public static Requirement seesSessions(String consequence) {
        return new SeesSessions(consequence);
    }

    private record SeesSessions(String consequence) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            Principal principal = context.catalog().principal();
            return principal.readsAllStatistics()
                    ? List.of()
                    : List.of(Finding.warning(
                            CommonCodes.HIDDEN_SESSIONS,
                            "other sessions' transactions are hidden from " + principal.name() + ": " + consequence,
                            context.dialect()
                                            .statements(BlockerStatements.class)
                                            .showTo(principal.name())
                                            .text()
                                    + "."));
        }
    }

    /**
     * The server can do it.
     *
     * @param what that it cannot do, after "cannot"
     * @param otherwise what a plan for this server does instead, a sentence
     */
    public static Requirement supports(Capability capability, String what, String otherwise) {
        return new Supports(capability, what, otherwise);
    }

    private record Supports(Capability capability, String what, String otherwise) implements Requirement {

        @Override
        public List<Finding> unmet(StepContext context) {
            return context.dialect().has(capability)
                    ? List.of()
                    : List.of(Finding.error(
                            CommonCodes.NOT_SUPPORTED, context.dialect().name() + " cannot " + what, otherwise));
        }
    }
}
