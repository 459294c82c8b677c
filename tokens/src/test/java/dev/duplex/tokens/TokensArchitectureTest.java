package dev.duplex.tokens;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.tokens",
        importOptions = ImportOption.DoNotIncludeTests.class)
class TokensArchitectureTest {
    @ArchTest
    static final ArchRule TOKENS =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.tokens..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.tokens..",
                            "dev.duplex.access",
                            "dev.duplex.channels",
                            "dev.duplex.json",
                            "com.nimbusds.jose..",
                            "tools.jackson.core..",
                            "java..",
                            "org.jspecify..")
                    .because("tokens know no protocol and no transport");
}
