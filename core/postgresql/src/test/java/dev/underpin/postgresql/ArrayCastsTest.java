package dev.underpin.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayCastsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ((k)::text = ANY ((ARRAY['a'::character varying, 'b)'::character varying])::text[]))    | ((k)::text = ANY ((ARRAY['a'::character varying, 'b)'::character varying])))
                    (x = ANY ((ARRAY[(1)::numeric(4,2), y])::numeric(10,2)[])) AND z                        | (x = ANY ((ARRAY[(1)::numeric(4,2), y]))) AND z
                    (x = ANY ((ARRAY[a])::"My Schema"."my type"[]))                                          | (x = ANY ((ARRAY[a])))
                    (a = ANY ((ARRAY[b])::t[])) OR (c <> ALL ((ARRAY[d])::u[]))                              | (a = ANY ((ARRAY[b]))) OR (c <> ALL ((ARRAY[d])))
                    (x = ANY (ARRAY['a'::text, 'b'::text]))                                                  | (x = ANY (ARRAY['a'::text, 'b'::text]))
                    ('(ARRAY[1])::int[]'::text = x)                                                          | ('(ARRAY[1])::int[]'::text = x)
                    ((ARRAY[1, 2])::text = x)                                                                | ((ARRAY[1, 2])::text = x)
                    """)
    void areTakenOutWhereTheyStandBehindAConstructor(String expression, String words) {
        assertThat(ArrayCasts.leftToTheServer(expression)).isEqualTo(words);
    }
}
