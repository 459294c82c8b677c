package dev.duplex;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.duplex", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<JavaModifier> VISIBLE =
            Set.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED);

    @ArchTest
    static final ArchRule ONLY_THE_TRANSPORT_KNOWS_NETTY =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.duplex.http",
                            "dev.duplex.session",
                            "dev.duplex.sockjs",
                            "dev.duplex.streamed")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..")
                    .because(
                            "sessions and protocols are written on the exchange, the carrier and the"
                                    + " lane, and HTTP/2 and HTTP/3 will carry them too");

    @ArchTest
    static final ArchRule SESSIONS_KNOW_NO_PROTOCOL =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duplex.session")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex.sockjs", "dev.duplex.streamed", "dev.duplex.transport")
                    .because("a session does not know what carries it, nor what it is framed in");

    @ArchTest
    static final ArchRule THE_API_WIRES_WHAT_IS_BELOW_IT =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.channels",
                            "dev.duplex.http",
                            "dev.duplex.session",
                            "dev.duplex.sockjs",
                            "dev.duplex.streamed",
                            "dev.duplex.transport",
                            "dev.duplex.websocket..",
                            "java..",
                            "javax.net.ssl",
                            "org.jspecify..")
                    .because("Netty is the transport's, and what keeps channels is the hub's");

    @ArchTest
    static final ArchRule A_ROOM_IS_A_PROGRAM =
            classes()
                    .that()
                    .resideInAPackage("dev.duplex.room")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.duplex",
                            "dev.duplex.room",
                            "dev.duplex.channels",
                            "dev.duplex.websocket",
                            "java..",
                            "org.jspecify..")
                    .because("a room with a tick loop uses what a program could use");

    @ArchTest
    static final ArchRule THE_API_SHOWS_NO_NETTY =
            classes()
                    .that()
                    .resideInAnyPackage("dev.duplex", "dev.duplex.http")
                    .should(showNothingOf("io.netty"))
                    .because("a ByteBuf never appears in the public API: who releases it?");

    @ArchTest
    static final ArchRule THE_API_HIDES_ITS_TRANSPORT =
            classes()
                    .that()
                    .resideInAnyPackage("dev.duplex", "dev.duplex.http")
                    .should(showNothingOf("dev.duplex.transport"))
                    .andShould(showNothingOf("dev.duplex.session"))
                    .andShould(showNothingOf("dev.duplex.sockjs"))
                    .andShould(showNothingOf("dev.duplex.streamed"))
                    .because("what carries sessions is not for use by programs");

    /// No public or protected member of a public class may name a type of the package or below.
    private static ArchCondition<JavaClass> showNothingOf(String root) {
        return new ArchCondition<>("show no type of " + root) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
                    return;
                }
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (isVisible(unit.getModifiers())) {
                        signature(unit)
                                .forEach(shown -> report(unit.getFullName(), shown, type, events));
                    }
                }
                for (JavaField field : type.getFields()) {
                    if (isVisible(field.getModifiers())) {
                        field.getAllInvolvedRawTypes()
                                .forEach(shown -> report(field.getFullName(), shown, type, events));
                    }
                }
            }

            private static Stream<JavaClass> signature(JavaCodeUnit unit) {
                Stream<JavaClass> parameters =
                        unit.getParameterTypes().stream()
                                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream());
                return Stream.concat(
                        parameters, unit.getReturnType().getAllInvolvedRawTypes().stream());
            }

            private void report(
                    String member, JavaClass shown, JavaClass type, ConditionEvents events) {
                if (shown.getBaseComponentType().getName().startsWith(root + ".")) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type, member + " names " + shown.getName()));
                }
            }
        };
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.stream().anyMatch(VISIBLE::contains);
    }
}
