package io.wringer.extension.leak.site;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** What is woven into instrumented methods; the code is copied there and must use nothing but {@link Hook}. */
final class HookAdvice {

    private HookAdvice() {}

    static final class Created {
        private Created() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self) {
            Hook.report(self, Event.CREATED);
        }
    }

    static final class Acquired {
        private Acquired() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object self, @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned) {
            if (!Boolean.FALSE.equals(returned)) { // a try that failed acquired nothing
                Hook.report(self, Event.ACQUIRED);
            }
        }
    }

    static final class Released {
        private Released() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self) {
            Hook.report(self, Event.RELEASED);
        }
    }

    /** For what is followed all the time. */
    static final class Opened {
        private Opened() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self) {
            Hook.follow(self, Event.CREATED);
        }
    }

    static final class Returned {
        private Returned() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned) {
            Hook.follow(returned, Event.CREATED);
        }
    }

    static final class Closed {
        private Closed() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object self) {
            Hook.follow(self, Event.RELEASED);
        }
    }
}
