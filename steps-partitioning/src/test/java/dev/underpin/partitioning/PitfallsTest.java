package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PitfallsTest {

    @Test
    void eachPitfallHasOneTestThatIsNamedAfterIt() {
        Stream<Method> tests = Stream.of(PitfallsOfCopyingIT.class, PitfallsOfTheCutoverIT.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.getName().matches("p\\d\\d\\w+"));

        assertThat(tests)
                .map(PitfallsTest::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 25).boxed().toList());
    }

    private static int number(Method test) {
        int number = Integer.parseInt(test.getName().substring(1, 3));
        DisplayName title = test.getAnnotation(DisplayName.class);
        assertThat(title).as(test.getName()).isNotNull();
        assertThat(title.value()).startsWith(number + ". ");
        return number;
    }
}
