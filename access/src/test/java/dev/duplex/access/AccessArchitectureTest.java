package dev.duplex.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.access",
        importOptions = ImportOption.DoNotIncludeTests.class)
class AccessArchitectureTest {
    @ArchTest
    static final ArchRule ACCESS =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.access..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.access..",
                            "dev.duplex.channels",
                            "dev.duplex.http",
                            "java..",
                            "org.jspecify..")
                    .because("access knows no protocol, no transport and no token's format");
}
