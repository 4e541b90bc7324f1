package dev.underpin.partitioning;

import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a conversion does with each property of the catalogue: carried over, or refused by name before the first change;
 * after a rollback the schema is what it was. Many properties share a table; on one major few
 * do, and the schema is compared to the letter of pg_dump.
 */
@SideBySide
class FidelityIT {

    private static final int MAIN = 15;
    private static final int FEW = 12;
    private static final int MANY = 100;

    private static Stream<Integer> majors() {
        return Matrix.majors(List.of(14, MAIN, 17, 18), List.of(MAIN, 18)).stream();
    }

    private static List<Property> properties(int major, Predicate<Property> which) {
        return FidelityCatalogue.all().stream()
                .filter(property -> property.since <= major && !property.written)
                .filter(which)
                .toList();
    }

    private static List<DynamicNode> each(List<PropertyBench.Shown> shown) {
        return shown.stream()
                .<DynamicNode>map(
                        looked -> DynamicTest.dynamicTest(looked.property().toString(), looked::holds))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> eachThatConcernsAWholeDatabase() {
        return properties(MAIN, property -> property.ownDatabase).stream()
                .map(property -> DynamicTest.dynamicTest(property.toString(), () -> {
                    try (PropertyBench bench = new PropertyBench(PostgresServer.major(MAIN))) {
                        bench.table(List.of(property));
                        if (property.refusedAtFirst()) {
                            CatalogSnapshot before = bench.snapshot();
                            bench.refuses(0, true);
                            bench.unchangedSince(before);
                        }
                        if (property.converts()) {
                            bench.thereAndBack().forEach(PropertyBench.Shown::holds);
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicContainer> eachComesThroughAndBack() {
        return majors().map(FidelityIT::newest)
                .map(server -> DynamicContainer.dynamicContainer(
                        "PostgreSQL " + server.version(), together(server, server.major() == MAIN ? FEW : MANY)));
    }

    /** The latest minor release at hand: the one that is installed, if it is of this major. */
    private static PostgresServer newest(int major) {
        return PostgresServer.installed()
                .filter(server -> server.major() == major)
                .orElseGet(() -> PostgresServer.major(major));
    }

    private static List<DynamicNode> together(PostgresServer server, int most) {
        try (PropertyBench bench = new PropertyBench(server)) {
            packed(properties(server.major(), property -> property.converts() && !property.ownDatabase), most)
                    .forEach(bench::table);
            return each(bench.thereAndBack());
        }
    }

    /** So many on each table, but none of a group together. Those that bring their table come first. */
    private static List<List<Property>> packed(List<Property> properties, int most) {
        List<List<Property>> tables = new ArrayList<>();
        properties.stream()
                .sorted(Comparator.comparing(property -> !property.group.equals("base")))
                .forEach(property -> tables.stream()
                        .filter(table -> table.size() < most)
                        .filter(table -> property.group.isEmpty()
                                || table.stream().noneMatch(other -> other.group.equals(property.group)))
                        .findFirst()
                        .orElseGet(() -> {
                            tables.add(new ArrayList<>());
                            return tables.get(tables.size() - 1);
                        })
                        .add(property));
        return tables;
    }

    /** One after the other: the last of them gives back what all have looked at. */
    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicContainer> eachIsRefusedByName() {
        return majors().map(major -> DynamicContainer.dynamicContainer("PostgreSQL " + major, refused(major)));
    }

    private static List<DynamicNode> refused(int major) {
        List<Property> refused = properties(major, property -> property.refusedAtFirst() && !property.ownDatabase);
        PropertyBench bench = new PropertyBench(PostgresServer.major(major));
        refused.forEach(property -> bench.table(List.of(property)));
        CatalogSnapshot before = bench.snapshot();
        List<DynamicNode> tests = new ArrayList<>();
        for (int i = 0; i < refused.size(); i++) {
            int number = i;
            tests.add(DynamicTest.dynamicTest(refused.get(i).toString(), () -> bench.refuses(number, major == MAIN)));
        }
        tests.add(DynamicTest.dynamicTest("nothing was changed", () -> {
            try (bench) {
                bench.unchangedSince(before);
            }
        }));
        return tests;
    }
}
