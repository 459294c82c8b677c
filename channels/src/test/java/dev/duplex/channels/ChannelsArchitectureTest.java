package dev.duplex.channels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.duplex.channels",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ChannelsArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("dev.duplex.channels..", "java..", "org.jspecify..")
                    .because("the hub knows no network, no JSON and no client protocol");
}
