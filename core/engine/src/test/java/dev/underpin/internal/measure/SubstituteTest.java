package dev.underpin.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.sql.QualifiedName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table loses its schema where it is named, and nothing else changes. */
class SubstituteTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT * FROM public.notes                         | SELECT * FROM notes
                    SELECT * FROM Public . NOTES n                     | SELECT * FROM NOTES n
                    SELECT * FROM "public"."notes"                     | SELECT * FROM "notes"
                    SELECT public.notes.id FROM public.notes, x.notes  | SELECT notes.id FROM notes, x.notes
                    SELECT * FROM notes                                | SELECT * FROM notes
                    SELECT * FROM public.notes_old, other.notes        | SELECT * FROM public.notes_old, other.notes
                    SELECT * FROM "Public".notes                       | SELECT * FROM "Public".notes
                    SELECT chat.public.notes FROM chat.public.notes    | SELECT chat.public.notes FROM chat.public.notes
                    SELECT 'public.notes' -- public.notes              | SELECT 'public.notes' -- public.notes
                    SELECT * FROM public./* the */notes WHERE a = :a   | SELECT * FROM notes WHERE a = :a
                    """)
    void namesTheTableWithoutItsSchema(String sql, String expected) {
        assertThat(new Substitute(QualifiedName.of("public", "notes")).unqualified(sql))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT * FROM "My ""own"" app"."Notes" | SELECT * FROM "Notes"
                    SELECT * FROM "My ""own"" app".notes   | SELECT * FROM "My ""own"" app".notes
                    """)
    void quotedNamesAreComparedAsTheServerReadsThem(String sql, String expected) {
        assertThat(new Substitute(QualifiedName.of("My \"own\" app", "Notes")).unqualified(sql))
                .isEqualTo(expected);
    }
}
