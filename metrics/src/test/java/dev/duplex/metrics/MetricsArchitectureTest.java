package dev.duplex.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.metrics",
        importOptions = ImportOption.DoNotIncludeTests.class)
class MetricsArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.metrics")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.http",
                            "dev.duplex.room",
                            "dev.duplex.channels",
                            "dev.duplex.centrifuge..",
                            "dev.duplex.api",
                            "dev.duplex.engine.disk",
                            "dev.duplex.engine.redis",
                            "dev.duplex.metrics",
                            "io.prometheus.metrics..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule DIALECT =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.CentrifugeMetrics.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.duplex.centrifuge..")
                    .because("the dialect may not be on the class path");

    @ArchTest
    static final ArchRule API =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.ApiMetrics.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.duplex.api")
                    .because("the API may not be on the class path");

    @ArchTest
    static final ArchRule DISK =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.DiskMetrics.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.duplex.engine.disk")
                    .because("the engine on disk may not be on the class path");

    @ArchTest
    static final ArchRule REDIS =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.RedisMetrics.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.duplex.engine.redis")
                    .because("the engine on Redis may not be on the class path");
}
