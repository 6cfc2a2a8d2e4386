package io.wringer.extension.leak.pairs;

import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import io.reactivex.disposables.Disposable;
import io.reactivex.subjects.PublishSubject;
import io.wringer.leak.Resource;

/** Subscribers that are never taken off. */
final class EventPairs {

    private EventPairs() {}

    /** A subscriber per request. */
    @Expect(
            library = "Guava",
            kind = Resource.HEAP,
            says = {"EventPairs$EventBusSubscriberNotUnregistered$Handler", "bus: EventBus -> subscribers"},
            ordinary = true)
    static final class EventBusSubscriberNotUnregistered implements Pair {
        private final EventBus bus = new EventBus();

        @Override
        public void broken() {
            bus.register(new Handler());
            bus.post("opened");
        }

        @Override
        public void clean() {
            Handler handler = new Handler();
            bus.register(handler);
            bus.post("opened");
            bus.unregister(handler);
        }

        /** Takes events. */
        public static final class Handler {
            private String last = "";

            /** Remembers the last event. */
            @Subscribe
            public void on(String event) {
                last = event;
            }
        }
    }

    /** A subscription per screen that is never disposed of. */
    @Expect(
            library = "RxJava",
            kind = Resource.HEAP,
            says = {"io.reactivex.subjects.PublishSubject$PublishDisposable", "prices: PublishSubject -> subscribers"},
            ordinary = true)
    static final class SubscriptionNotDisposed implements Pair {
        private final PublishSubject<Integer> prices = PublishSubject.create();
        private int last;

        @Override
        public void broken() {
            subscribe();
            prices.onNext(1);
        }

        @Override
        public void clean() {
            Disposable subscription = subscribe();
            prices.onNext(1);
            subscription.dispose();
        }

        private Disposable subscribe() {
            return prices.map(price -> price + 1).subscribe(price -> last = price);
        }
    }
}
