package dev.underpin.plan;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Code.Moment;

/** What can be wrong with a plan or with the plug-ins. A code once published keeps its meaning. */
public enum ProblemCode {
    FILE_MISSING("E0101", "There is no such file.", "Correct the path."),
    NOT_A_FILE("E0102", "What the path names is a directory, a pipe or a device.", "Name a file."),
    FILE_UNREADABLE("E0103", "The file cannot be read.", "Check its owner and its mode."),
    FILE_TOO_LARGE("E0104", "The file is larger than any plan.", "Name the file of a plan."),
    NOT_UTF8("E0105", "The file is not UTF-8 text.", "Save it as UTF-8."),
    FILE_EMPTY("E0106", "There is no document in the file.", "Write a plan; `underpin schema` tells editors its form."),

    YAML_SYNTAX("E0201", "The file is not well-formed YAML.", "Correct it at the place that the message shows."),
    TAB("E0202", "A tab stands where YAML allows only spaces.", "Indent with spaces."),
    SEVERAL_DOCUMENTS("E0203", "A file holds one plan.", "Write each plan into a file of its own."),
    DUPLICATE_KEY("E0204", "A mapping has a key twice.", "Keep one of the two."),
    TAG("E0205", "Tags are not part of a plan.", "Leave the tag out."),
    ALIAS_EXPANSION(
            "E0206",
            "Aliases repeat too much, or the document is too large.",
            "Write out what is meant, or split the plan."),
    TOO_DEEP("E0207", "The document is nested more deeply than any plan.", "Write it less deeply nested."),
    UNKNOWN_ALIAS(
            "E0208",
            "An alias refers to nothing, or to what contains it.",
            "Define the anchor first, or write out what is meant."),
    KEY_NOT_TEXT("E0209", "A key is not plain text.", "Write the key as plain text."),

    WRONG_STRUCTURE(
            "E0301",
            "A mapping, a list or a single value stands where another of them belongs.",
            "Write what the message asks for."),
    WRONG_TYPE("E0302", "A value is of another type.", "Write a value of the type that the message names."),
    NO_VALUE("E0303", "A key has no value.", "Give it a value, or leave the key out."),
    OUT_OF_RANGE("E0304", "A number is out of range.", "Choose a number within the limits that the message names."),
    BAD_FORM("E0305", "A text does not have the form that its type asks for.", "Write it as the message says."),
    NOT_ONE_OF("E0306", "A value is none of those allowed.", "Choose one of the values that the message lists."),
    BAD_NAME(
            "E0307",
            "A name is not written as PostgreSQL reads names.",
            "Write it as psql would read it, in double quotes if it has capitals."),
    NAME_TOO_LONG("E0308", "A name has more bytes than the server keeps.", "Choose a shorter name."),
    INVALID_COMBINATION("E0309", "Values do not go together.", "Change one of them as the message says."),

    MISSING_KEY("E0401", "A required key is missing.", "Add the key; `underpin steps TYPE` describes it."),
    UNKNOWN_API_VERSION(
            "E0402",
            "The plan is written for another version of the format.",
            "Use the version of underpin that knows it, or write the plan for this one."),
    BAD_ID("E0403", "An id has other signs than a-z, 0-9 and -.", "Use a-z, 0-9 and - only."),
    DUPLICATE_ID("E0404", "Two things have the same id.", "Give one of them another id."),
    UNKNOWN_STEP_TYPE(
            "E0405",
            "No plug-in has a step type of that name.",
            "Correct the name, or install the module that has it; `underpin steps` lists what is here."),
    UNKNOWN_STEP("E0406", "A step depends on one that does not exist.", "Name a step of this plan."),
    CYCLE("E0407", "Steps depend on each other in a circle.", "Leave one of these dependencies out."),
    UNKNOWN_KEY("E0412", "A key has no meaning here.", "Correct or remove it."),

    UNDEFINED_PARAMETER(
            "E0501",
            "A parameter is used or set, but not declared.",
            "Declare it under parameters, or correct the name."),
    RECURSIVE_PARAMETER("E0502", "A parameter's default uses a parameter.", "Write the value out."),
    PARAMETER_IN_QUOTES(
            "E0503",
            "A parameter stands inside a quotation in SQL, where it would be text.",
            "Leave the quotes out: the parameter becomes a literal or a quoted name."),
    PARAMETER_IN_TEXT(
            "E0504", "A parameter stands inside a text that is not SQL.", "Make the parameter the whole value."),
    BAD_PARAMETER_VALUE("E0505", "A parameter's value is not of its type.", "Give a value of the declared type."),
    PARAMETER_WITHOUT_VALUE(
            "E0506", "A parameter has neither a default nor a value.", "Give it with --set, or declare a default."),
    PARAMETER_MALFORMED(
            "E0507", "A parameter's use is not written as ${name}.", "Write ${name}; a dollar sign itself as $${."),

    UNTERMINATED_SQL("E0601", "A quotation or comment in SQL does not end.", "Close the quotation or the comment."),
    BAD_SQL("E0602", "There is no SQL where some is expected.", "Write the statement."),

    NAMESPACE_OWNED_TWICE("E0901", "Two plug-ins claim one namespace.", "Remove one of the two jars."),
    STEP_TYPE_TWICE("E0902", "A plug-in has two step types of one name.", "Correct the plug-in, or remove its jar."),
    STEP_TYPE_OUTSIDE_NAMESPACE(
            "E0903",
            "A step type's name does not begin with its plug-in's namespace.",
            "Correct the plug-in, or remove its jar."),
    NOT_DESCRIBED(
            "E0904",
            "A configuration or one of its components is not described.",
            "Add @Described in the plug-in, or remove its jar."),
    NO_EXAMPLE("E0905", "A required component has no example.", "Add an example in the plug-in, or remove its jar."),
    UNSUPPORTED_TYPE(
            "E0906",
            "A component's type cannot be written in a plan.",
            "Use a supported type in the plug-in, or remove its jar."),
    PLUGIN_BROKEN(
            "E0907",
            "A plug-in was found, but cannot be loaded.",
            "Use a version of the plug-in that fits this underpin, or remove its jar."),
    PLUGIN_TWICE("E0908", "Two jars bring the same plug-in.", "Remove one of the two jars."),
    STEP_NOT_INJECTABLE(
            "E0909",
            "A step's class has no constructor that may be called.",
            "Annotate its constructor with @Inject in the plug-in, or remove its jar."),
    DIALECT_TWICE("E0910", "Two dialects have one name.", "Remove one of the two jars.");

    private final Code code;

    ProblemCode(String id, String meaning, String remedy) {
        this.code = Code.of(id, meaning, remedy, id.startsWith("E09") ? Moment.PLUGINS : Moment.PLAN);
    }

    public String code() {
        return code.id();
    }

    public String meaning() {
        return code.meaning();
    }

    /** What is known of all problems of this kind. */
    Code explained() {
        return code;
    }
}
