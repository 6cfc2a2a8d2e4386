package io.wringer.extension.leak.heap;

import java.util.Arrays;

/**
 * Where references lead to, remembered per place: most references of one field or array come to objects of one class, so
 * that neither its layout nor the signature has to be looked up again. Part of one walk, for it holds classes.
 */
final class Edges {

    private static final int BITS = 12;

    private final Edge[] remembered = new Edge[1 << BITS];
    private final Layouts layouts;
    private final Signatures signatures;

    Edges(Layouts layouts, Signatures signatures) {
        this.layouts = layouts;
        this.signatures = signatures;
        Arrays.setAll(remembered, slot -> new Edge());
    }

    /** Returns what a step to an object is, valid until the next call. */
    Edge of(int parent, int step, Object target) {
        Edge edge = remembered[((parent * 31 + step) * 0x9E3779B1) >>> (Integer.SIZE - BITS)];
        Class<?> type = target.getClass();
        if (edge.parent != parent || edge.step != step || edge.type != type) {
            edge.parent = parent;
            edge.step = step;
            edge.type = type;
            edge.layout = layouts.of(target);
            edge.node = signatures.child(parent, step, edge.layout.type);
        }
        return edge;
    }

    /** One reference. */
    static final class Edge {
        private int parent = -1;
        private int step;
        private Class<?> type = void.class;

        /** Of the object that it leads to. */
        Layout layout = Layout.NONE;

        /** The signature of that object. */
        int node;
    }
}
