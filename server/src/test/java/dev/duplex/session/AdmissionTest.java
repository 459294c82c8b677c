package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.session.Admission.Verdict;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:7::1, 2001:db8:0:7::1",
        "2001:db8:0:7::1, 2001:db8:0:7:ffff:ffff:ffff:ffff",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.1",
    })
    void countTogether(String one, String other) throws Exception {
        Admission admission = new Admission(9, 1);
        assertThat(admission.admit(InetAddress.getByName(one))).isEqualTo(Verdict.ADMITTED);
        InetAddress second = InetAddress.getByName(other);
        assertThat(admission.admit(second)).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        assertThat(admission.total()).isEqualTo(1);
        admission.release(InetAddress.getByName(one));
        assertThat(admission.admit(second)).isEqualTo(Verdict.ADMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2",
        "2001:db8:0:7::1, 2001:db8:0:8::1",
        "2001:db8:0:7::1, 2001:db9:0:7::1",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.2",
        "::1, 127.0.0.1",
    })
    void countApart(String one, String other) throws Exception {
        Admission admission = new Admission(9, 1);
        assertThat(admission.admit(InetAddress.getByName(one))).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.admit(InetAddress.getByName(other))).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.total()).isEqualTo(2);
    }

    @Test
    void whoIsRefusedTakesNoPlace() throws Exception {
        Admission admission = new Admission(1, 9);
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertThat(admission.admit(address)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.admit(address)).isEqualTo(Verdict.TOO_MANY);
        admission.release(address);
        assertThat(admission.total()).isZero();
        assertThat(admission.admit(address)).isEqualTo(Verdict.ADMITTED);
    }
}
