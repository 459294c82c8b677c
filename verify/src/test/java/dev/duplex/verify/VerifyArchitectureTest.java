package dev.duplex.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.verify",
        importOptions = ImportOption.DoNotIncludeTests.class)
class VerifyArchitectureTest {
    @ArchTest
    static final ArchRule JUDGE =
            classes()
                    .that()
                    .resideInAnyPackage("dev.duplex.verify.judge", "dev.duplex.verify.log")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.verify.judge",
                            "dev.duplex.verify.log",
                            "java.lang..",
                            "java.time..",
                            "java.util..",
                            "org.jspecify..")
                    .because("who judges a server knows nothing of it but what was sent and heard");

    @ArchTest
    static final ArchRule CLIENTS =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.verify.client")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.channels",
                            "dev.duplex.centrifuge",
                            "dev.duplex.centrifuge.protocol",
                            "dev.duplex.verify.client",
                            // ProcessTree and Guard: a program is ended as a server is.
                            "dev.duplex.faults",
                            "dev.duplex.verify.json",
                            "dev.duplex.verify.log",
                            "java..",
                            "org.jspecify..")
                    .because(
                            "clients take a WebSocket and the messages of a protocol from Duplex, and"
                                    + " nothing that a server decides by");
}
