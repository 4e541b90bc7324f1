package dev.underpin.cli.demo;

import dev.underpin.db.Session;
import java.util.List;

/** Divides the messages among the writers, and from those that nobody touches. */
final class Ownership {

    static final int WRITERS = 3;

    /** As many of the loaded messages belong to writers. */
    private static final int GIVEN = 1500;

    private Ownership() {}

    /** All that a writer may ever have written. */
    static List<OwnedRow> rows(Session session, int writer) {
        return session.dsl().fetch("""
                        SELECT id::text, content, type, created_at::text FROM public.messages
                        WHERE metadata @> jsonb_build_object('writer', ?::integer)
                           OR id IN (SELECT md5('message ' || n)::uuid FROM generate_series(?::integer, ?::integer, ?::integer) AS n)
                        """, writer, writer, GIVEN, WRITERS).into(OwnedRow.class);
    }

    /** Number and sum of hashes of the messages that nobody touches. */
    static String untouched(Session session) {
        return String.valueOf(session.dsl().fetchValue("""
                SELECT count(*) || ' rows, ' || coalesce(sum(hashtextextended(m::text, 0)), 0)
                FROM public.messages AS m
                WHERE NOT coalesce(jsonb_exists(metadata, 'writer'), false)
                  AND id NOT IN (SELECT md5('message ' || n)::uuid FROM generate_series(1, ?::integer) AS n)
                """, GIVEN));
    }
}
