package dev.underpin.plan;

/** What can be wrong with a plan or with the plug-ins. A code once published keeps its meaning. */
public enum ProblemCode {
    FILE_MISSING("E0101", "There is no such file."),
    NOT_A_FILE("E0102", "What the path names is a directory, a pipe or a device."),
    FILE_UNREADABLE("E0103", "The file cannot be read."),
    FILE_TOO_LARGE("E0104", "The file is larger than any plan."),
    NOT_UTF8("E0105", "The file is not UTF-8 text."),
    FILE_EMPTY("E0106", "There is no document in the file."),

    YAML_SYNTAX("E0201", "The file is not well-formed YAML."),
    TAB("E0202", "A tab stands where YAML allows only spaces."),
    SEVERAL_DOCUMENTS("E0203", "A file holds one plan."),
    DUPLICATE_KEY("E0204", "A mapping has a key twice."),
    TAG("E0205", "Tags are not part of a plan."),
    ALIAS_EXPANSION("E0206", "Aliases repeat too much, or the document is too large."),
    TOO_DEEP("E0207", "The document is nested more deeply than any plan."),
    UNKNOWN_ALIAS("E0208", "An alias refers to nothing, or to what contains it."),
    KEY_NOT_TEXT("E0209", "A key is not plain text."),

    WRONG_STRUCTURE("E0301", "A mapping, a list or a single value stands where another of them belongs."),
    WRONG_TYPE("E0302", "A value is of another type."),
    NO_VALUE("E0303", "A key has no value."),
    OUT_OF_RANGE("E0304", "A number is out of range."),
    BAD_FORM("E0305", "A text does not have the form that its type asks for."),
    NOT_ONE_OF("E0306", "A value is none of those allowed."),
    BAD_NAME("E0307", "A name is not written as PostgreSQL reads names."),
    NAME_TOO_LONG("E0308", "A name has more bytes than the server keeps."),
    INVALID_COMBINATION("E0309", "Values do not go together."),

    MISSING_KEY("E0401", "A required key is missing."),
    UNKNOWN_API_VERSION("E0402", "The plan is written for another version of the format."),
    BAD_ID("E0403", "An id has other signs than a-z, 0-9 and -."),
    DUPLICATE_ID("E0404", "Two things have the same id."),
    UNKNOWN_STEP_TYPE("E0405", "No plug-in has a step type of that name."),
    UNKNOWN_STEP("E0406", "A step depends on one that does not exist."),
    CYCLE("E0407", "Steps depend on each other in a circle."),
    UNKNOWN_KEY("E0412", "A key has no meaning here."),

    UNDEFINED_PARAMETER("E0501", "A parameter is used or set, but not declared."),
    RECURSIVE_PARAMETER("E0502", "A parameter's default uses a parameter."),
    PARAMETER_IN_QUOTES("E0503", "A parameter stands inside a quotation in SQL, where it would be text."),
    PARAMETER_IN_TEXT("E0504", "A parameter stands inside a text that is not SQL."),
    BAD_PARAMETER_VALUE("E0505", "A parameter's value is not of its type."),
    PARAMETER_WITHOUT_VALUE("E0506", "A parameter has neither a default nor a value."),
    PARAMETER_MALFORMED("E0507", "A parameter's use is not written as ${name}."),

    UNTERMINATED_SQL("E0601", "A quotation or comment in SQL does not end."),
    BAD_SQL("E0602", "There is no SQL where some is expected."),

    NAMESPACE_OWNED_TWICE("E0901", "Two plug-ins claim one namespace."),
    STEP_TYPE_TWICE("E0902", "A plug-in has two step types of one name."),
    STEP_TYPE_OUTSIDE_NAMESPACE("E0903", "A step type's name does not begin with its plug-in's namespace."),
    NOT_DESCRIBED("E0904", "A configuration or one of its components is not described."),
    NO_EXAMPLE("E0905", "A required component has no example."),
    UNSUPPORTED_TYPE("E0906", "A component's type cannot be written in a plan."),
    PLUGIN_BROKEN("E0907", "A plug-in was found, but cannot be loaded."),
    PLUGIN_TWICE("E0908", "Two jars bring the same plug-in."),
    STEP_NOT_INJECTABLE("E0909", "A step's class has no constructor that may be called."),
    DIALECT_TWICE("E0910", "Two dialects have one name.");

    private final String code;
    private final String meaning;

    ProblemCode(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public String code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
