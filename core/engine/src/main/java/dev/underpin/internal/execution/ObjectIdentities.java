package dev.underpin.internal.execution;

import dev.underpin.db.Session;
import dev.underpin.internal.journal.Programs;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells objects of a step from others that have taken their names since. */
final class ObjectIdentities {

    private ObjectIdentities() {}

    /** What is to be written down with the transaction. */
    static Map<String, String> note(Session session, Identify op) {
        Map<String, String> noted = new LinkedHashMap<>();
        for (Named object : op.objects()) {
            present(session, object).ifPresent(identity -> noted.put(Programs.IDENTITY + object.handle(), identity));
        }
        return noted;
    }

    static Checks.Verdict same(Session session, Question.Same question, Checks.Known known) {
        List<String> differing = new ArrayList<>();
        for (Named object : question.objects()) {
            difference(session, object, question.mayBeGone(), known)
                    .ifPresent(what -> differing.add(object.title() + " " + what));
        }
        return Checks.Verdict.of(
                differing.isEmpty(), differing.isEmpty() ? "they are" : String.join("; ", differing), differing);
    }

    private static Optional<String> difference(Session session, Named object, boolean mayBeGone, Checks.Known known) {
        Optional<String> present = present(session, object);
        if (present.isPresent() && object.hold().isPresent()) {
            session.execute(object.hold().get());
            present = present(session, object);
        }
        if (present.isEmpty()) {
            return mayBeGone ? Optional.empty() : Optional.of("is not there");
        }
        Optional<String> noted = known.identity(object.handle());
        if (noted.isEmpty()) {
            return Optional.of("is not one that this step has made");
        }
        return present.equals(noted)
                ? Optional.empty()
                : Optional.of("is another (" + present.get() + ") than the one of this step (" + noted.get() + ")");
    }

    private static Optional<String> present(Session session, Named object) {
        return Optional.ofNullable(session.query(object.identity()).first());
    }
}
