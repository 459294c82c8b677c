package dev.duplex.plain;

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
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.access",
                            "dev.duplex.http",
                            "dev.duplex.channels",
                            "dev.duplex.json",
                            "dev.duplex.plain",
                            "java..",
                            "org.jspecify..")
                    .because("a dialect never knows its transport, nor another dialect");
}
