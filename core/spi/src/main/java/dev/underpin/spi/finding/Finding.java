package dev.underpin.spi.finding;

/**
 * Something that a person should know.
 *
 * @param code stable, for example {@code E3101}
 * @param message what is the case, with the object's name
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String code, String message, String remedy) {

    public Finding(Severity severity, Code code, String message, String remedy) {
        this(severity, code.id(), message, remedy);
    }

    public enum Severity {
        ERROR,
        WARNING,
        NOTE
    }

    public static Finding error(Code code, String message, String remedy) {
        return new Finding(Severity.ERROR, code, message, remedy);
    }

    public static Finding error(String code, String message, String remedy) {
        return new Finding(Severity.ERROR, code, message, remedy);
    }

    public static Finding warning(Code code, String message, String remedy) {
        return new Finding(Severity.WARNING, code, message, remedy);
    }

    public static Finding warning(String code, String message, String remedy) {
        return new Finding(Severity.WARNING, code, message, remedy);
    }

    public static Finding note(Code code, String message, String remedy) {
        return new Finding(Severity.NOTE, code, message, remedy);
    }

    public static Finding note(String code, String message, String remedy) {
        return new Finding(Severity.NOTE, code, message, remedy);
    }
}
