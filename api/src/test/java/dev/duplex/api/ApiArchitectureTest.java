package dev.duplex.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiArchitectureTest {
    @ArchTest
    static final ArchRule API =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.api",
                            "dev.duplex.http",
                            "dev.duplex.json",
                            "dev.duplex.channels",
                            "dev.duplex.channels.engine",
                            "tools.jackson.core..",
                            "java..",
                            "org.jspecify..")
                    .because(
                            "the API is a handler above the hub: no client protocol, no transport");
}
