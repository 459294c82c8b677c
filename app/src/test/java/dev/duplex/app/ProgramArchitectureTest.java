package dev.duplex.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ProgramArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_WIRES =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.transport",
                            "dev.duplex.session",
                            "dev.duplex.sockjs",
                            "dev.duplex.streamed")
                    .because("the program uses what an embedding program can use too");

    @ArchTest
    static final ArchRule NO_NETTY =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.duplex.app.wire")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..")
                    .because("the trace alone reads frames, in the buffers that they come in");

    @ArchTest
    static final ArchRule COMMAND_LINES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.duplex.app")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("picocli..", "ch.qos.logback..", "org.slf4j..")
                    .because(
                            "settings and services do not know how the program was called, nor how it logs");

    @ArchTest
    static final ArchRule LOGGING =
            noClasses()
                    .that()
                    .haveNameNotMatching("dev\\.duplex\\.app\\.(Logging|JsonLines)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ch.qos.logback..", "org.slf4j..")
                    .because("all else logs by System.Logger");

    @ArchTest
    static final ArchRule SERVICES =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.services")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.app",
                            "dev.duplex.app.arena",
                            "dev.duplex.app.door",
                            "dev.duplex.app.feed",
                            "dev.duplex.app.line",
                            "dev.duplex.app.notes",
                            "dev.duplex.app.ticker",
                            "dev.duplex.app.wire")
                    .because("what is served is below the program that decides to serve it");

    @ArchTest
    static final ArchRule GAME =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.arena")
                    .and()
                    .haveNameNotMatching(".*\\.Arena(Game)?(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages("java..", "org.jspecify..", "dev.duplex.app.arena")
                    .because("the rules of the game know of no network");

    @ArchTest
    static final ArchRule EMBEDDED =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.arena")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.app", "dev.duplex.app.config", "dev.duplex.channels..")
                    .because("the game is what an embedding program could have");

    @ArchTest
    static final ArchRule CONFIGURATION =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.config")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.app",
                            "dev.duplex.app.arena",
                            "dev.duplex.app.door",
                            "dev.duplex.app.feed",
                            "dev.duplex.app.line",
                            "dev.duplex.app.notes",
                            "dev.duplex.app.services",
                            "dev.duplex.app.ticker",
                            "dev.duplex.app.wire")
                    .because("settings say what is wanted, and start nothing");

    @ArchTest
    static final ArchRule NOTIFICATIONS =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.notes")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.duplex..")
                                    .and(
                                            resideOutsideOfPackages(
                                                    "dev.duplex.app.notes",
                                                    "dev.duplex.channels",
                                                    "dev.duplex.json",
                                                    "dev.duplex.websocket")))
                    .because(
                            "what an application adds to channels needs the hub, and not how clients come to it");

    @ArchTest
    static final ArchRule DOORS =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.app.door")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.duplex..")
                                    .and(
                                            resideOutsideOfPackages(
                                                    "dev.duplex.app.door",
                                                    "dev.duplex.app.services",
                                                    "dev.duplex.channels",
                                                    "dev.duplex.websocket")))
                    .because("the doors are given what is behind them, and know none of the demos");
}
