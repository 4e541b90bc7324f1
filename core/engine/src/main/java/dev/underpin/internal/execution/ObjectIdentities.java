package dev.underpin.internal.execution;

import dev.underpin.db.Rows;
import dev.underpin.db.Session;
import dev.underpin.internal.journal.Programs;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells objects of a step from others that have taken their names since. */
final class ObjectIdentities {

    /** So many objects are looked for in one question. */
    private static final int AT_ONCE = 100;

    private ObjectIdentities() {}

    /** What is to be written down with the transaction. */
    static Map<String, String> note(Session session, Identify op) {
        Map<String, String> noted = new LinkedHashMap<>();
        List<Optional<String>> present = present(session, op.objects());
        for (int i = 0; i < present.size(); i++) {
            String handle = op.objects().get(i).handle();
            present.get(i).ifPresent(identity -> noted.put(Programs.IDENTITY + handle, identity));
        }
        return noted;
    }

    static Checks.Verdict same(Session session, Question.Same question, Checks.Known known) {
        List<String> differing = new ArrayList<>();
        List<Optional<String>> present = present(session, question.objects());
        for (int i = 0; i < present.size(); i++) {
            Named object = question.objects().get(i);
            difference(session, object, present.get(i), question.mayBeGone(), known)
                    .ifPresent(what -> differing.add(object.title() + " " + what));
        }
        return Checks.Verdict.of(
                differing.isEmpty(), differing.isEmpty() ? "they are" : String.join("; ", differing), differing);
    }

    private static Optional<String> difference(
            Session session, Named object, Optional<String> seen, boolean mayBeGone, Checks.Known known) {
        Optional<String> present = seen;
        if (present.isPresent() && object.hold().isPresent()) {
            session.execute(object.hold().get());
            present = present(session, List.of(object)).get(0);
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

    /** Of each object what tells it from others; empty if it is not there. */
    private static List<Optional<String>> present(Session session, List<Named> objects) {
        List<Optional<String>> present = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += AT_ONCE) {
            present.addAll(asked(session, objects.subList(from, Math.min(objects.size(), from + AT_ONCE))));
        }
        return present;
    }

    private static List<Optional<String>> asked(Session session, List<Named> objects) {
        Dialect dialect = session.dialect();
        List<Sql> identities = objects.stream()
                .map(object -> dialect.sql("({0})", object.identity()))
                .toList();
        Rows answer = session.query(dialect.sql("SELECT {0}", Clauses.join(dialect, ", ", identities)));
        return answer.values().get(0).stream().map(Optional::ofNullable).toList();
    }
}
