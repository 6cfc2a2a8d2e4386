package io.wringer.extension.leak.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered per place is what a look-up would give, whatever comes to the same place before. */
class EdgesTest {

    private static final List<Object> MIXED = List.of("text", 1, 2L, 3.0, 'c', new ArrayList<>(), new HashMap<>());

    private final Signatures signatures = new Signatures();

    private Layouts layouts;
    private Edges edges;

    @BeforeEach
    void open() throws AgentUnavailableException {
        Memory.open();
        layouts = new Layouts(signatures, Agent.instrumentation(), type -> false);
        edges = new Edges(layouts, signatures);
    }

    @Test
    void oneArrayOfManyClasses() {
        for (int i = 0; i < 1_000; i++) {
            assertThatOneIsAsLookedUp(Signatures.ROOT, signatures.step(Step.ELEMENT), MIXED.get(i % MIXED.size()));
        }
    }

    @Test
    void manyMorePlacesThanAreRemembered() {
        Random random = new Random(7);
        List<Integer> nodes = new ArrayList<>(List.of(Signatures.ROOT));
        for (int i = 0; i < 50_000; i++) {
            int parent = nodes.get(random.nextInt(nodes.size()));
            Object target = MIXED.get(random.nextInt(MIXED.size()));
            nodes.add(assertThatOneIsAsLookedUp(parent, signatures.step(step(random.nextInt(40))), target));
        }
        assertThat(nodes.stream().distinct().count()).isGreaterThan(10_000);
    }

    private int assertThatOneIsAsLookedUp(int parent, int step, Object target) {
        Edges.Edge edge = edges.of(parent, step, target);
        assertThat(edge.layout).isSameAs(layouts.of(target));
        assertThat(edge.node).isEqualTo(signatures.child(parent, step, edge.layout.type));
        return edge.node;
    }

    private static Step step(int number) {
        return new Step(Step.Kind.FIELD, "field" + number, "acme.Type" + number);
    }
}
