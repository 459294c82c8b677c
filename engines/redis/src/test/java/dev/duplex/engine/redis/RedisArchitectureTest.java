package dev.duplex.engine.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.engine.redis",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RedisArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.engine.redis..",
                            "dev.duplex.channels..",
                            "io.lettuce..",
                            // What Lettuce answers its end with.
                            "io.netty.util.concurrent..",
                            "java..",
                            "org.jspecify..")
                    .because("an engine knows the hub's seam and its broker, and nothing else");

    @ArchTest
    static final ArchRule LETTUCE =
            noClasses()
                    .that()
                    .haveSimpleNameStartingWith("RedisStreams")
                    .or()
                    .haveSimpleNameStartingWith("RedisPresence")
                    .or()
                    .haveSimpleNameStartingWith("RedisNodes")
                    .or()
                    .haveSimpleNameStartingWith("Messages")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.lettuce..")
                    .because("what is kept and sent has nothing to do with who carries it");
}
