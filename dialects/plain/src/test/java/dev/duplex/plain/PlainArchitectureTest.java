package dev.duplex.plain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.plain", importOptions = ImportOption.DoNotIncludeTests.class)
class PlainArchitectureTest {
    @ArchTest
    static final ArchRule DIALECT =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "dev.duplex",
                                            "dev.duplex.access",
                                            "dev.duplex.http",
                                            "dev.duplex.channels",
                                            "dev.duplex.plain",
                                            "java..",
                                            "org.jspecify..")
                                    .or(
                                            nameMatching(
                                                    "dev\\.duplex\\.centrifuge\\.protocol\\.(Json|Data)")))
                    .because(
                            "a dialect never knows its transport, and of the other it needs only what is JSON");
}
