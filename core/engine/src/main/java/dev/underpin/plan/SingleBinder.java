package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.config.Spelling;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.NameTooLong;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.UnterminatedSql;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes values of scalars. */
final class SingleBinder {

    private static final Map<Class<?>, ProblemCode> CODES = Map.of(
            Identifier.class, ProblemCode.BAD_NAME,
            QualifiedName.class, ProblemCode.BAD_NAME,
            Slug.class, ProblemCode.BAD_ID,
            SqlText.class, ProblemCode.BAD_SQL,
            ApiVersion.class, ProblemCode.UNKNOWN_API_VERSION);

    private final Problems problems;
    private final Substitution substitution;

    SingleBinder(Problems problems, Substitution substitution) {
        this.problems = problems;
        this.substitution = substitution;
    }

    @Nullable Object bind(Shape.Single shape, Node.Single written, SourcePosition place) {
        Node.Single value = substitution.apply(written, shape, place);
        if (value == null) {
            return null;
        }
        if (!accepts(shape, value.type())) {
            problems.add(
                    ProblemCode.WRONG_TYPE,
                    value.at(),
                    place.label() + ": expected " + shape.expected() + ", found " + value.found(),
                    remedy(shape, value));
            return null;
        }
        return parse(shape, value, place);
    }

    private static boolean accepts(Shape.Single shape, Node.Type type) {
        if (shape instanceof Shape.Whole) {
            return type == Node.Type.INTEGER;
        }
        if (shape instanceof Shape.Fraction) {
            return type == Node.Type.INTEGER || type == Node.Type.NUMBER;
        }
        if (shape instanceof Shape.Truth) {
            return type == Node.Type.BOOLEAN;
        }
        boolean anyScalar = shape instanceof Shape.Text text && text.anyScalar() && type != Node.Type.NULL;
        return shape instanceof Shape.Any || anyScalar || type == Node.Type.TEXT;
    }

    private static String remedy(Shape.Single shape, Node.Single value) {
        boolean takesText = shape instanceof Shape.Text text && text.type() == String.class;
        if (takesText) {
            return "Quote it: \"" + value.text() + "\".";
        }
        boolean quotedNumber = value.type() == Node.Type.TEXT && accepts(shape, Node.Type.ofPlain(value.text()));
        return quotedNumber ? "Write " + value.text() + " without quotes." : "Write " + shape.expected() + ".";
    }

    /** Whatever type the text was written with. */
    @Nullable Object parse(Shape.Single shape, Node.Single value, SourcePosition place) {
        try {
            return shape.parse(value.text());
        } catch (UnterminatedSql e) {
            problems.add(
                    ProblemCode.UNTERMINATED_SQL,
                    value.at(e.offset()),
                    place.label() + ": " + e.getMessage(),
                    "Close it.");
        } catch (IllegalArgumentException e) {
            String message = place.label() + ": " + e.getMessage();
            Optional<String> suggestion = Spelling.nearest(value.text(), known(shape));
            problems.add(code(shape, e), value.at(), message, correction(shape, e), suggestion);
        }
        return null;
    }

    private static String correction(Shape.Single shape, IllegalArgumentException e) {
        if (e instanceof NameTooLong) {
            return "Shorten it.";
        }
        return shape instanceof Shape.Whole ? "Write one that is in the range." : "Write " + shape.expected() + ".";
    }

    private static ProblemCode code(Shape.Single shape, IllegalArgumentException e) {
        if (e instanceof NameTooLong) {
            return ProblemCode.NAME_TOO_LONG;
        }
        if (shape instanceof Shape.Whole) {
            return ProblemCode.OUT_OF_RANGE;
        }
        if (shape instanceof Shape.OneOf) {
            return ProblemCode.NOT_ONE_OF;
        }
        return shape instanceof Shape.Text text
                ? CODES.getOrDefault(text.type(), ProblemCode.BAD_FORM)
                : ProblemCode.BAD_FORM;
    }

    private static Collection<String> known(Shape.Single shape) {
        if (shape instanceof Shape.OneOf choice) {
            return choice.constants().keySet();
        }
        if (shape instanceof Shape.Text text && text.type() == ZoneId.class) {
            return ZoneId.getAvailableZoneIds();
        }
        return List.of();
    }
}
