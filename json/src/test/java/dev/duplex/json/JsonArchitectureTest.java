package dev.duplex.json;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.json", importOptions = ImportOption.DoNotIncludeTests.class)
class JsonArchitectureTest {
    @ArchTest
    static final ArchRule JSON =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.json",
                            "dev.duplex.channels",
                            "tools.jackson.core..",
                            "java.lang..",
                            "java.nio.charset",
                            "java.util",
                            "org.jspecify..")
                    .because("what JSON is, is below every protocol: bytes and values, no I/O");

    @ArchTest
    static final ArchRule PAYLOADS =
            noClasses()
                    .that()
                    .haveNameNotMatching("dev\\.duplex\\.json\\.JsonPayload(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.duplex.channels..")
                    .because("JSON knows no channels; payloads and JSON meet in one class");
}
