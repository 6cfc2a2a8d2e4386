package io.wringer.extension;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.apiguardian.api.API;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls between the rooms. */
class WallsTests {

    private static final String ROOT = "io.wringer.extension";
    private static final List<String> FEATURES = List.of("leak", "stress", "chaos");
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wringer");

    @TestFactory
    List<DynamicTest> featuresDoNotKnowEachOther() {
        return FEATURES.stream()
                .map(feature -> DynamicTest.dynamicTest(
                        feature,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + "." + feature + "..")
                                .should()
                                .dependOnClassesThat(inOtherFeatures(feature))
                                .check(MAIN)))
                .toList();
    }

    @Test
    void sharedRoomsDoNotKnowFeaturesOrTheConductor() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".config..",
                        ROOT + ".grammar..",
                        ROOT + ".verdict..",
                        ROOT + ".run..",
                        ROOT + ".agent..",
                        ROOT + ".stats..",
                        ROOT + ".report..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                ROOT + ".leak..", ROOT + ".stress..", ROOT + ".chaos..", ROOT + ".launcher..")
                        .or(resideInAPackage(ROOT)))
                .check(MAIN);
    }

    @Test
    void annotationsDoNotKnowTheEngine() {
        noClasses()
                .that(resideInAPackage("io.wringer..").and(not(resideInAPackage(ROOT + ".."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "..")
                .check(MAIN);
    }

    @Test
    void annotationsDependOnJUnitOnly() {
        classes()
                .that(resideInAPackage("io.wringer..").and(not(resideInAPackage(ROOT + ".."))))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.wringer..",
                        "org.junit.jupiter.api..",
                        "org.apiguardian..",
                        "org.jspecify..",
                        "org.opentest4j..")
                .check(MAIN);
    }

    @Test
    void everyPublicTypeOfTheApiIsLabelled() {
        classes()
                .that(resideInAPackage("io.wringer..").and(not(resideInAPackage(ROOT + ".."))))
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith(API.class)
                .check(MAIN);
    }

    @Test
    void onlySupportedPartsOfThePlatformAreUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit.platform.commons.util..", "org.junit.jupiter.engine..")
                .check(MAIN);
    }

    @Test
    void noCyclesBetweenPackages() {
        slices().matching("(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void nothingLogs() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    }

    @Test
    void onlyTheReportPrints() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".report..")))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void onlyTheAssertionsUseAssertJ() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".assertj..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.assertj..", "org.awaitility..")
                .check(MAIN);
    }

    @Test
    void observationsAndSpecsAreImmutable() {
        fields().that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Spec")
                .or()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Observations")
                .should()
                .beFinal()
                .check(MAIN);
    }

    @Test
    void judgesHaveNoClocksOrThreads() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Judge")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> inOtherFeatures(String feature) {
        String[] others = FEATURES.stream()
                .filter(other -> !other.equals(feature))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        return resideInAnyPackage(others);
    }
}
