package dev.duplex.websocket.deflate;

import static dev.duplex.websocket.deflate.Payloads.deflate;
import static dev.duplex.websocket.deflate.Payloads.deflateFragment;
import static dev.duplex.websocket.deflate.Payloads.hex;
import static dev.duplex.websocket.deflate.Payloads.inflate;
import static dev.duplex.websocket.deflate.Payloads.repeating;
import static dev.duplex.websocket.deflate.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.duplex.websocket.deflate.MessageInflater.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PoolsTest {
    private static final byte[] HELLO = hex("f2 48 cd c9 c9 07 00");

    @Test
    void connectionsOfALoopInterleaveTheirFragments() throws Exception {
        byte[] a = repeating(1, 500, 3000);
        byte[] b = repeating(2, 700, 3000);
        try (DeflaterPool deflaters = new DeflaterPool(6, 2);
                InflaterPool inflaters = new InflaterPool(2)) {
            MessageDeflater deflateA = deflaters.borrow(15);
            MessageDeflater deflateB = deflaters.borrow(9);
            MessageInflater inflateA = inflaters.borrow();
            MessageInflater inflateB = inflaters.borrow();
            ByteBuf plainA = Unpooled.buffer();
            ByteBuf plainB = Unpooled.buffer();
            for (int at = 0; at < 3000; at += 100) {
                boolean last = at == 2900;
                byte[] partA = java.util.Arrays.copyOfRange(a, at, at + 100);
                byte[] partB = java.util.Arrays.copyOfRange(b, at, at + 100);
                ByteBuf payloadA = Unpooled.wrappedBuffer(deflateFragment(deflateA, partA, last));
                ByteBuf payloadB = Unpooled.wrappedBuffer(deflateFragment(deflateB, partB, last));
                assertThat(inflateA.inflate(payloadA, last, plainA, 3000)).isEqualTo(Status.OK);
                assertThat(inflateB.inflate(payloadB, last, plainB, 3000)).isEqualTo(Status.OK);
            }
            assertThat(ByteBufUtil.getBytes(plainA)).isEqualTo(a);
            assertThat(ByteBufUtil.getBytes(plainB)).isEqualTo(b);
            deflaters.giveBack(deflateA);
            deflaters.giveBack(deflateB);
            inflaters.giveBack(inflateA);
            inflaters.giveBack(inflateB);
            assertThat(deflaters.borrowed()).isZero();
            assertThat(inflaters.borrowed()).isZero();
        }
    }

    @Test
    void oneServesAllWholeMessages() {
        try (DeflaterPool deflaters = new DeflaterPool(6, 1);
                InflaterPool inflaters = new InflaterPool(1)) {
            MessageDeflater deflater = deflaters.borrow(15);
            deflaters.giveBack(deflater);
            MessageInflater inflater = inflaters.borrow();
            inflaters.giveBack(inflater);

            assertThat(deflaters.borrow(10)).isSameAs(deflater);
            assertThat(inflaters.borrow()).isSameAs(inflater);
        }
    }

    @Test
    void theWindowIsThatOfTheBorrower() throws Exception {
        byte[] message = repeating(3, 2000, 8000);
        try (DeflaterPool pool = new DeflaterPool(6, 1)) {
            for (int windowBits : new int[] {15, 8, 12, 9, 15}) {
                MessageDeflater deflater = pool.borrow(windowBits);
                ReferenceInflate inflate = new ReferenceInflate();
                assertThat(inflate.message(deflate(deflater, message))).isEqualTo(message);
                assertThat(inflate.maxDistance() == 2000).isEqualTo(windowBits >= 12);
                pool.giveBack(deflater);
            }
        }
    }

    @Test
    void whatWasLeftInTheMiddleOfAMessageStartsAnew() {
        try (DeflaterPool deflaters = new DeflaterPool(6, 1);
                InflaterPool inflaters = new InflaterPool(1)) {
            MessageDeflater deflater = deflaters.borrow(15);
            deflateFragment(deflater, utf8("Hello"), false);
            deflaters.giveBack(deflater);
            assertThat(deflate(deflaters.borrow(15), utf8("Hello"))).isEqualTo(HELLO);

            MessageInflater inflater = inflaters.borrow();
            ByteBuf half = Unpooled.wrappedBuffer(HELLO, 0, 4);
            assertThat(inflater.inflate(half, false, Unpooled.buffer(), 3)).isEqualTo(Status.OK);
            inflaters.giveBack(inflater);
            assertThat(inflate(inflaters.borrow(), HELLO, 7, 5).bytes()).isEqualTo(utf8("Hello"));
        }
    }

    @Test
    void keepsNoMoreThanItsLimitAndRefusesNobody() {
        DeflaterPool deflaters = new DeflaterPool(6, 1);
        MessageDeflater d1 = deflaters.borrow(15);
        MessageDeflater d2 = deflaters.borrow(15);
        deflaters.giveBack(d1);
        deflaters.giveBack(d2);
        assertThatIllegalStateException().isThrownBy(() -> deflate(d2, utf8("Hello")));
        deflaters.close();
        assertThatIllegalStateException().isThrownBy(() -> deflate(d1, utf8("Hello")));

        InflaterPool inflaters = new InflaterPool(1);
        MessageInflater i1 = inflaters.borrow();
        MessageInflater i2 = inflaters.borrow();
        assertThat(inflaters.borrowed()).isEqualTo(2);
        inflaters.giveBack(i1);
        inflaters.giveBack(i2);
        assertThatIllegalStateException().isThrownBy(() -> inflate(i2, HELLO));
        inflaters.close();
        assertThatIllegalStateException().isThrownBy(() -> inflate(i1, HELLO));
    }

    @Test
    void whatIsGivenBackAfterTheEndIsFreed() {
        DeflaterPool deflaters = new DeflaterPool(6, 4);
        MessageDeflater deflater = deflaters.borrow(15);
        deflaters.close();
        assertThatIllegalStateException().isThrownBy(() -> deflaters.borrow(15));
        deflaters.giveBack(deflater);
        assertThatIllegalStateException().isThrownBy(() -> deflate(deflater, utf8("Hello")));

        InflaterPool inflaters = new InflaterPool(4);
        MessageInflater inflater = inflaters.borrow();
        inflaters.close();
        assertThatIllegalStateException().isThrownBy(inflaters::borrow);
        inflaters.giveBack(inflater);
        assertThatIllegalStateException().isThrownBy(() -> inflate(inflater, HELLO));
    }

    @Test
    void whatWasNotBorrowedIsNotTakenBack() {
        try (DeflaterPool deflaters = new DeflaterPool(6, 2);
                InflaterPool inflaters = new InflaterPool(2)) {
            MessageDeflater deflater = deflaters.borrow(15);
            deflaters.borrow(15);
            deflaters.giveBack(deflater);
            assertThatIllegalStateException().isThrownBy(() -> deflaters.giveBack(deflater));

            MessageInflater inflater = inflaters.borrow();
            inflaters.giveBack(inflater);
            assertThatIllegalStateException().isThrownBy(() -> inflaters.giveBack(inflater));
        }
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InflaterPool(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeflaterPool(6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeflaterPool(0, 1));
        try (DeflaterPool pool = new DeflaterPool(6, 1)) {
            pool.giveBack(pool.borrow(15));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.borrow(7));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.borrow(16));
            assertThat(pool.borrowed()).isZero();
        }
    }
}
