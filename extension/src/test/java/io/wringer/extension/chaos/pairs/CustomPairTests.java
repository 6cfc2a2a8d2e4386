package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultedCall;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A user's own fault: a broker delivers some messages twice, as one that delivers at least once may. */
class CustomPairTests extends PairTests {

    record Payment(int id, long cents) {}

    abstract static class Account {

        long balance;

        abstract void receive(Payment payment);

        @Test
        @ChaosFault(
                fault = Fault.CUSTOM,
                custom = DeliversTwice.class,
                type = Account.class,
                method = "receive",
                probability = 0.3)
        void countsEachPaymentOnce() {
            for (int id = 1; id <= 20; id++) {
                receive(new Payment(id, 100));
            }
            assertThat(balance).as("balance").isEqualTo(2000);
        }
    }

    static final class DeliversTwice implements CustomFault {
        @Override
        public void strike(FaultedCall call) {
            if (call.target() instanceof Account account && call.arguments().get(0) instanceof Payment payment) {
                account.receive(payment);
            }
        }
    }

    static class Adding extends Account {
        @Override
        void receive(Payment payment) {
            balance += payment.cents();
        }
    }

    static class Remembering extends Account {
        private final Set<Integer> received = new HashSet<>();

        @Override
        void receive(Payment payment) {
            if (received.add(payment.id())) {
                balance += payment.cents();
            }
        }
    }

    @Override
    Class<?> broken() {
        return Adding.class;
    }

    @Override
    Class<?> robust() {
        return Remembering.class;
    }

    @Override
    String failure() {
        return "balance.*expected: 2000L.*but was: [234][0-9]00L";
    }

    @Override
    String cause() {
        return "chaos: CUSTOM at .*Account.receive fired (once|twice|[0-9]+ times)";
    }
}
