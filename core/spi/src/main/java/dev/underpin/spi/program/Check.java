package dev.underpin.spi.program;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CommonCodes;
import java.util.List;

/**
 * A question to the data with the answer it should have.
 *
 * @param code of the finding when it is missed
 * @param remedy what the reader should do then
 */
public record Check(String id, String title, Question question, OnMiss onMiss, String code, String remedy)
        implements Op {

    public Check(String id, String title, Question question, OnMiss onMiss, Code code, String remedy) {
        this(id, title, question, onMiss, code.id(), remedy);
    }

    /** Before names are used for something that cannot be given back: that they denote what the step has noted. */
    public static Check same(
            String id, String title, boolean mayBeGone, OnMiss onMiss, String remedy, Named... objects) {
        return new Check(
                "same:" + id,
                title,
                new Question.Same(List.of(objects), mayBeGone),
                onMiss,
                CommonCodes.ANOTHER_OBJECT,
                remedy);
    }

    public enum OnMiss {
        FAIL,
        /** What was done is kept, whatever the plan says of failures: a person mends it and goes on, or takes it back. */
        STOP,
        WARN,
        /** Inside a {@link Converge}: abandon the round and compile again; elsewhere as FAIL. */
        REPLAN
    }
}
