package dev.underpin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.underpin.spi.StepPlugin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/** The house rules of {@code docs/architecture.md}, over the classes of all modules. */
@AnalyzeClasses(packages = "dev.underpin", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    private static final String[] STEPS = {
        "dev.underpin.steps..",
        "dev.underpin.partitioning..",
        "dev.underpin.indexing..",
        "dev.underpin.rls..",
        "dev.underpin.matviews.."
    };

    private static final String CLI = "dev.underpin.cli..";

    private static final DescribedPredicate<JavaClass> OURS =
            resideInAPackage("dev.underpin..").as("classes of the project");

    /** How many classes a module has at the least; fewer, and a rule would hold because nothing was looked at. */
    private static final Map<String, Integer> FLOORS = Map.of(
            "dev.underpin.spi", 90,
            "dev.underpin.plan", 40,
            "dev.underpin.internal", 80,
            "dev.underpin.postgresql", 50,
            "dev.underpin.partitioning", 40,
            "dev.underpin.indexing", 15,
            "dev.underpin.rls", 15,
            "dev.underpin.matviews", 12,
            "dev.underpin.cli", 60);

    @ArchTest
    static void everyModuleIsSeen(JavaClasses classes) {
        Map<String, Integer> seen = new TreeMap<>();
        for (JavaClass type : classes) {
            String[] parts = type.getPackageName().split("\\.", -1);
            if (parts.length > 2) {
                seen.merge(parts[0] + "." + parts[1] + "." + parts[2], 1, Integer::sum);
            }
        }
        assertThat(FLOORS)
                .allSatisfy((name, floor) -> assertThat(seen.getOrDefault(name, 0))
                        .as("classes in %s", name)
                        .isGreaterThanOrEqualTo(floor));
    }

    @ArchTest
    static final ArchRule spiStandsAlone = noClasses()
            .that()
            .resideInAPackage("dev.underpin.spi..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAPackage("dev.underpin.spi.."))))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage(
                    "com.google.inject..", "jakarta.inject..", "tools.jackson..", "com.fasterxml.jackson.."))
            .because("a step module compiles against it, and nothing of ours must come along");

    @ArchTest
    static void stepsKnowTheSpiAndThemselves(JavaClasses classes) {
        for (String module : STEPS) {
            noClasses()
                    .that()
                    .resideInAPackage(module)
                    .should()
                    .dependOnClassesThat(OURS.and(not(resideInAnyPackage("dev.underpin.spi..", module))))
                    .because("a step declares, and its module can be left out or be somebody else's")
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule modulesDoNotKnowHowTheyAreFound = noClasses()
            .that()
            .resideInAnyPackage(STEPS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.underpin.spi.internal..");

    @ArchTest
    static final ArchRule guiceWiresPluginsAndTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages("dev.underpin.plugin..", "dev.underpin.internal.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject..");

    @ArchTest
    static final ArchRule theEngineIsReachedThroughItsInterface = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.underpin.internal..");

    /** Measuring reads EXPLAIN (FORMAT JSON), which nothing but a JSON parser should. */
    @ArchTest
    static final ArchRule jacksonReadsDocumentsOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.underpin.plan..",
                    "dev.underpin.internal.journal..",
                    "dev.underpin.internal.measure..",
                    "dev.underpin.cli.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule jdbcIsOfSessionsOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.underpin.db..",
                    "dev.underpin.internal.journal..",
                    "dev.underpin.postgresql..",
                    "dev.underpin.cli.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..")
            .because("how a statement reaches the server is one package's question");

    @ArchTest
    static final ArchRule onlyTheCommandLineSpeaks = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "exits",
                    call -> call.getTargetOwner().isEquivalentTo(System.class)
                            && call.getTarget().getName().equals("exit")))
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "prints a stack trace",
                    call -> call.getTargetOwner().isAssignableTo(Throwable.class)
                            && call.getTarget().getName().equals("printStackTrace")));

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "sleeps",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getTarget().getName().equals("sleep")))
            .because("waiting is for a condition, and a stop ends it");

    @ArchTest
    static final ArchRule packagesOfCoreHaveNoCycles =
            slices().matching("dev.underpin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheCommandLineHaveNoCycles =
            slices().matching("dev.underpin.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesBetweenTheRoomsOfTheEngine =
            slices().matching("dev.underpin.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesBetweenTheRoomsOfTheSpi =
            slices().matching("dev.underpin.spi.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesBetweenTheRoomsOfPartitioning =
            slices().matching("dev.underpin.partitioning.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pluginsAreFoundByTheirName = classes()
            .that(assignableTo(StepPlugin.class).and(not(JavaClass.Predicates.INTERFACES)))
            .should()
            .haveSimpleNameEndingWith("Plugin")
            .andShould()
            .bePublic();

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        List<JavaPackage> packages = classes.getDefaultPackage().getSubpackagesInTree().stream()
                .filter(held -> held.getClasses().stream()
                        .anyMatch(
                                type -> OURS.test(type) && !type.getSimpleName().equals("package-info")))
                .toList();
        assertThat(packages).hasSizeGreaterThanOrEqualTo(30);
        assertThat(packages).allMatch(held -> held.isAnnotatedWith(NullMarked.class), "is annotated @NullMarked");
    }

    /** Tests break rules at will, and so does the kit that they share. */
    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return new DoNotIncludeTests().includes(location)
                    && !location.contains("underpin-testkit")
                    && !location.contains("/testkit/");
        }
    }
}
