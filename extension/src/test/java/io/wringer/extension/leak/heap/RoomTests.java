package io.wringer.extension.leak.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a walk keeps, and that it takes no more of the heap than there is. */
class RoomTests {

    private static final int MANY = 100_000;

    @Test
    void marksTellWhatWasSeen() {
        IdentityMarks marks = new IdentityMarks(() -> true);
        List<Object> objects = objects();

        assertThat(objects).allMatch(object -> marks.add(object, object, 0));
        assertThat(objects).noneMatch(object -> marks.add(object, object, 0));
        assertThat(marks.bytes() / MANY).isLessThanOrEqualTo(24);
    }

    @Test
    void marksGiveUpWhenTheHeapIsFull() {
        IdentityMarks marks = new IdentityMarks(() -> false);

        assertThatExceptionOfType(Frontier.Full.class)
                .isThrownBy(() -> objects().forEach(object -> marks.add(object, object, 0)));
    }

    @Test
    void theQueueGivesUpWhenTheHeapIsFull() {
        Frontier frontier = new Frontier(() -> false);

        assertThatExceptionOfType(Frontier.Full.class)
                .isThrownBy(() -> objects().forEach(object -> frontier.add(object, 1)));
    }

    @Test
    void aWalkThatDoesNotFitIsRefusedWithTheNumbers() {
        assertThatNoException().isThrownBy(() -> HeapWalker.requireRoom(1_000));
        assertThatExceptionOfType(WalkRefusedException.class)
                .isThrownBy(() -> HeapWalker.requireRoom(1_000_000_000_000L))
                .withMessageMatching("walking 1,000,000,000,000 objects needs about \\S+ TiB and \\S+ [MG]iB are free; "
                        + "give the test JVM a larger -Xmx");
    }

    private static List<Object> objects() {
        List<Object> objects = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            objects.add(new Object());
        }
        return objects;
    }
}
