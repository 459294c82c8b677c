package dev.duplex.examples.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duplex.examples.spring")
class ShopArchitectureTest {
    @ArchTest
    static final ArchRule IMPORTS =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            JavaClass.Predicates.resideInAPackage("dev.duplex..")
                                    .and(
                                            JavaClass.Predicates.resideOutsideOfPackages(
                                                    "dev.duplex",
                                                    "dev.duplex.http",
                                                    "dev.duplex.channels",
                                                    "dev.duplex.access",
                                                    "dev.duplex.centrifuge",
                                                    "dev.duplex.examples.spring")))
                    .because("it embeds Duplex as an application does that was written elsewhere");

    @ArchTest
    static final ArchRule NO_NETTY =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..")
                    .because("no type of Netty is in the API");
}
