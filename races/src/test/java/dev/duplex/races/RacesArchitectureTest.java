package dev.duplex.races;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.races", importOptions = ImportOption.DoNotIncludeTests.class)
class RacesArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.races..",
                            "dev.duplex.channels..",
                            "dev.duplex.session",
                            "org.openjdk.jcstress..",
                            "java..",
                            "org.jspecify..")
                    .because(
                            "the races are the hub's and the sessions': they need no network and no client"
                                    + " protocol");
}
