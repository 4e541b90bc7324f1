package dev.underpin.testkit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.matrix.Coverage.Test;
import dev.underpin.testkit.matrix.Coverage.Use;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {

    @TempDir
    private Path folder;

    @org.junit.jupiter.api.Test
    void modulesAddUp() {
        Coverage one = new Coverage();
        one.add(new Use("17", new Test("org.example.OneIT", "a")));
        one.add(new Use("17", new Test("org.example.OneIT", "a")));
        one.add(new Use("17", new Test("org.example.OneIT", "b")));
        one.add(new Use("9", new Test("org.example.OneIT", "a")));
        Coverage two = new Coverage();
        two.add(new Use("17", new Test("org.example.TwoIT", "a")));
        two.add(new Use("17 as installed", new Test("org.example.TwoIT", "a")));
        one.write(folder);
        two.write(folder);

        assertThat(Coverage.read(folder).summary())
                .containsExactly(
                        "PostgreSQL 9: 1 tests of 1 classes",
                        "PostgreSQL 17: 3 tests of 2 classes",
                        "PostgreSQL 17 as installed: 1 tests of 1 classes");
    }
}
