package io.wringer.extension.chaos.weave;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Maps objects by identity without keeping them alive; thread-safe. */
final class WeakIdentityMap<V> {

    private final Map<Object, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> dead = new ReferenceQueue<>();

    void put(Object key, V value) {
        expunge();
        values.put(new Key(key, dead), value);
    }

    void remove(Object key) {
        values.remove(new Key(key, null));
    }

    @Nullable
    V get(Object key) {
        return values.isEmpty() ? null : values.get(new Key(key, null));
    }

    void clear() {
        values.clear();
        expunge();
    }

    private void expunge() {
        for (Reference<?> key = dead.poll(); key != null; key = dead.poll()) {
            values.remove(key);
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object referent, @Nullable ReferenceQueue<Object> queue) {
            super(referent, queue);
            hash = System.identityHashCode(referent);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || (other instanceof Key key && get() != null && key.refersTo(get()));
        }
    }
}
