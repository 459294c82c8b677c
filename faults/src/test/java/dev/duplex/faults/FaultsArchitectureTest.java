package dev.duplex.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.faults",
        importOptions = ImportOption.DoNotIncludeTests.class)
class FaultsArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("dev.duplex.faults", "java..", "org.jspecify..")
                    .because("faults are done to bytes and processes, to any server alike");
}
