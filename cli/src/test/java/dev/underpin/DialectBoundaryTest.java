package dev.underpin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.underpin.spi.dialect.Server;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.SQLDialect;

/**
 * What is particular to PostgreSQL stands in {@code core/postgresql} and in the packages {@code …postgresql} of modules: its catalogs,
 * its SQLSTATEs, its versions. Looked at is what has been compiled, texts included.
 */
@AnalyzeClasses(packages = "dev.underpin", importOptions = ArchitectureTest.WithoutTests.class)
class DialectBoundaryTest {

    /** Catalogs, and functions that read them or settings; programs and files of PostgreSQL, which users are told of, are none. */
    private static final Pattern CATALOG = Pattern.compile(
            "\\bpg_(?!(dump|ctl|hba\\.conf|service\\.conf|trgm)\\b)[a-z]|information_schema|\\b(current_setting|set_config|aclexplode)\\b|\\bserver_version");

    /**
     * The journal is written where nobody's search path is believed, so that it says whose functions it calls. They read no catalog.
     */
    private static final Pattern QUALIFIED = Pattern.compile(
            "\\bpg_catalog\\.(array_append|clock_timestamp|count|date_trunc|format|jsonb_build_object|md5|nextval|string_agg|transaction_timestamp)\\b");

    private static final Pattern SQLSTATE = Pattern.compile("([0-57][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}");

    /** Says who the server is before there is a dialect; nobody else may. */
    private static final String FIRST_CONTACT = "dev.underpin.db.FirstContact";

    private static final DescribedPredicate<JavaClass> OUTSIDE = DescribedPredicate.describe(
            "outside of PostgreSQL's packages",
            type -> Stream.of(type.getPackageName().split("\\.", -1)).noneMatch("postgresql"::equals)
                    && !type.getName().startsWith(FIRST_CONTACT));

    @ArchTest
    static void noCatalogIsAskedOutside(JavaClasses classes) {
        assertThat(texts(classes, text -> CATALOG.matcher(text).find())).isEmpty();
    }

    @ArchTest
    static void noSqlstateIsKnownOutside(JavaClasses classes) {
        assertThat(texts(classes, text -> SQLSTATE.matcher(text).matches())).isEmpty();
    }

    /** Variables are seen, too: class files tell their names. */
    @ArchTest
    static void noVersionIsComparedOutside(JavaClasses classes) {
        assertThat(texts(without(classes, Server.class), text -> text.equals("major") || text.endsWith("Major")))
                .isEmpty();
    }

    @ArchTest
    static final ArchRule nobodyElseAsksForTheVersion = noClasses()
            .that(OUTSIDE)
            .and()
            .doNotBelongToAnyOf(Server.class)
            .should()
            .callMethod(Server.class, "major")
            .orShould()
            .callMethod(Server.class, "version");

    @ArchTest
    static final ArchRule noMajorIsKept =
            noFields().that().areDeclaredInClassesThat(OUTSIDE).should().haveName("major");

    @ArchTest
    static final ArchRule noMajorIsTold = noMethods()
            .that()
            .areDeclaredInClassesThat(OUTSIDE)
            .and()
            .areNotDeclaredIn(Server.class)
            .should()
            .haveName("major");

    @ArchTest
    static final ArchRule jooqIsToldTheFamilyByTheDialect = noClasses()
            .that(OUTSIDE)
            .should()
            .accessFieldWhere(DescribedPredicate.describe(
                    "is a family of PostgreSQL's",
                    access -> access.getTarget().getOwner().isEquivalentTo(SQLDialect.class)
                            && !access.getTarget().getName().equals("DEFAULT")));

    /** What the rules look for is found where it may stand, so that none of them holds because nothing was seen. */
    @ArchTest
    static void theRulesSee(JavaClasses classes) {
        List<String> inside = classes.stream()
                .filter(type -> !OUTSIDE.test(type))
                .flatMap(type -> ConstantPool.texts(type).stream())
                .toList();
        assertThat(inside)
                .anyMatch(text -> text.contains("pg_catalog.pg_class"))
                .anyMatch(text -> text.contains("SELECT count(*) FROM pg_"))
                .contains("42P01", "40P01", "major");
        assertThat(inside.stream().filter(text -> CATALOG.matcher(text).find())).hasSizeGreaterThan(150);
    }

    private static JavaClasses without(JavaClasses classes, Class<?> one) {
        return classes.that(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(one)));
    }

    private static List<String> texts(JavaClasses classes, java.util.function.Predicate<String> wanted) {
        return classes.stream()
                .filter(OUTSIDE)
                .flatMap(type -> ConstantPool.texts(type).stream()
                        .map(text -> inJournal(type) ? QUALIFIED.matcher(text).replaceAll("") : text)
                        .filter(wanted)
                        .map(text -> type.getName() + ": " + text))
                .toList();
    }

    private static boolean inJournal(JavaClass type) {
        return type.getPackageName().equals("dev.underpin.internal.journal");
    }
}
