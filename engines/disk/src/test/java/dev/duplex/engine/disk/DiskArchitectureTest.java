package dev.duplex.engine.disk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.engine.disk",
        importOptions = ImportOption.DoNotIncludeTests.class)
class DiskArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.engine.disk..",
                            "dev.duplex.channels..",
                            "org.rocksdb..",
                            "java..",
                            "org.jspecify..")
                    .because("an engine knows the hub's seam and its store, and nothing else");
}
