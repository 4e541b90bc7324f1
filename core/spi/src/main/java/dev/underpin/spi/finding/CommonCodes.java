package dev.underpin.spi.finding;

import dev.underpin.spi.finding.Code.Moment;
import java.util.List;

/** Codes that more than one module's findings have. */
public final class CommonCodes implements CodeCatalogue {

    public static final Code NO_STATEMENTS = Code.of(
            "E1303",
            "No module has the statements that a step needs, for this server's dialect.",
            "Install the module that has them, or use a server of another kind.",
            Moment.PRECHECK,
            Moment.APPLY);
    public static final Code STATEMENTS_TWICE = Code.of(
            "E1305",
            "Several modules bring the same statements for one dialect.",
            "Leave all but one of them out.",
            Moment.PRECHECK,
            Moment.APPLY);

    public static final Code STATEMENTS_BROKEN = Code.of(
            "E1306",
            "A module's statements cannot be loaded, or two versions of it are there.",
            "Take that jar off the class path, or install one for this version.",
            Moment.PRECHECK,
            Moment.APPLY);

    public static final Code NO_RELATION = Code.of(
            "E1401",
            "There is no table or view of that name.",
            "Correct the name, or create it first. A name without a schema is looked for in public.",
            Moment.PRECHECK);
    public static final Code OTHER_KIND = Code.of(
            "E1402",
            "The name denotes something of another kind than the step works on.",
            "Name one of the kinds that the message lists.",
            Moment.PRECHECK);
    public static final Code NOT_OWNER = Code.of(
            "E1403",
            "The role of the connection has not the rights of the owner of an object that is to be changed.",
            "Connect as the owner, or as a member of the owner's role that inherits its rights.",
            Moment.PRECHECK);
    public static final Code NO_SET_ROLE = Code.of(
            "E1404",
            "The role of the connection may not SET ROLE to another, in whose name something is to be done.",
            "GRANT that role to it, from PostgreSQL 16 on WITH SET TRUE.",
            Moment.PRECHECK);
    public static final Code NO_PRIVILEGE = Code.of(
            "E1405",
            "A role lacks a privilege, for instance CREATE or USAGE on a schema.",
            "GRANT it, as the message says.",
            Moment.PRECHECK);
    public static final Code NO_SCHEMA = Code.of(
            "E1406", "There is no schema of that name.", "Correct the name, or create it first.", Moment.PRECHECK);
    public static final Code NAME_TOO_LONG = Code.of(
            "E1407",
            "A name has more bytes than the server keeps, which are 63 as a rule.",
            "Choose a shorter name. Letters beyond ASCII have two bytes and more.",
            Moment.PRECHECK);
    public static final Code NAME_TAKEN = Code.of(
            "E1408",
            "Something else has the name that an object of the step is to get.",
            "Choose another name, or rename or drop what has this one.",
            Moment.PRECHECK);
    public static final Code NO_ROLE = Code.of(
            "E1409", "There is no role of that name.", "Correct the name, or create it first.", Moment.PRECHECK);
    public static final Code NO_COLUMN = Code.of(
            "E1410",
            "The relation has no column of that name.",
            "Choose one of its columns, which the message lists.",
            Moment.PRECHECK);
    public static final Code NO_EXTENSION = Code.of(
            "E1411",
            "An extension is not installed in the database.",
            "CREATE EXTENSION, or take out of the plan what asks for it.",
            Moment.PRECHECK);
    public static final Code HIDDEN_SESSIONS = Code.of(
            "E1412",
            "The transactions of other sessions are hidden from the role of the connection.",
            "Grant it what shows all sessions to it; the message says what that is.",
            Moment.PRECHECK);
    public static final Code NOT_SUPPORTED = Code.of(
            "E1413",
            "The server cannot do what the step asks for.",
            "Use a newer server, or take it out of the plan.",
            Moment.PRECHECK);

    public static final Code ANOTHER_OBJECT = Code.of(
            "E2020",
            "An object that the step is about to drop, rename or use is not the one that had this name before.",
            "Give the object of the step its name back, then give the command again.",
            Moment.APPLY,
            Moment.ROLLBACK,
            Moment.FINALIZE);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(CommonCodes.class);
    }
}
