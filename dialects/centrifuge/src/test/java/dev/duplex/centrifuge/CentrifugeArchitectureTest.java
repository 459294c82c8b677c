package dev.duplex.centrifuge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.centrifuge",
        importOptions = ImportOption.DoNotIncludeTests.class)
class CentrifugeArchitectureTest {
    @ArchTest
    static final ArchRule PROTOCOL =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.centrifuge.protocol")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.centrifuge.protocol",
                            "dev.duplex.json",
                            "tools.jackson.core..",
                            "java.lang..",
                            "java.math",
                            "java.nio",
                            "java.nio.charset",
                            "java.util..",
                            "org.jspecify..")
                    .because("the codec is bytes and values: no I/O, no hub, no server");

    @ArchTest
    static final ArchRule ENDPOINT =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.centrifuge")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "dev.duplex",
                                            "dev.duplex.access",
                                            "dev.duplex.http",
                                            "dev.duplex.json",
                                            "dev.duplex.channels",
                                            "dev.duplex.centrifuge..",
                                            "java..",
                                            "org.jspecify..")
                                    .or(nameMatching("dev\\.duplex\\.websocket\\.CloseCode")))
                    .because("a dialect never knows its transport");

    @ArchTest
    static final ArchRule DELTA =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.centrifuge.delta")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("dev.duplex.centrifuge.delta", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule FILTER =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.centrifuge.filter")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.centrifuge.filter",
                            "dev.duplex.centrifuge.protocol",
                            "java..",
                            "org.jspecify..");
}
