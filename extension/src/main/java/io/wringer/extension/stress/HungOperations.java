package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.List;

/** Operations that would not end, between their interruption and the final account; used by the coordinator. */
final class HungOperations {

    private final List<Found> found = new ArrayList<>();

    private record Found(
            Worker worker, int operation, String name, String thread, long since, long at, List<String> stack) {}

    private HungOperations() {}

    /** Notes what each worker that is still in a phase is doing, and interrupts it. */
    static HungOperations interrupt(List<Worker> workers, List<Thread> threads, Phase phase, List<String> operations) {
        HungOperations hung = new HungOperations();
        for (Worker worker : workers) {
            if (!worker.hasLeft(phase)) {
                hung.interrupt(worker, threads.get(worker.index()), operations);
            }
        }
        return hung;
    }

    private void interrupt(Worker worker, Thread thread, List<String> operations) {
        int operation = worker.operationInFlight();
        long since = worker.journal().since();
        List<String> stack = WorkerThreads.stack(thread);
        if (operation >= 0) {
            found.add(new Found(
                    worker, operation, operations.get(operation), thread.getName(), since, System.nanoTime(), stack));
            worker.giveUp();
        }
        thread.interrupt();
    }

    /** Returns the account: who came back and who is left behind. */
    List<Hung> settle(Phase phase, Totals totals) {
        List<Hung> result = new ArrayList<>();
        for (Found each : found) {
            boolean left = each.worker().hasLeft(phase);
            if (!left) {
                each.worker().abandon(each.operation(), each.since(), System.nanoTime());
            }
            totals.operation(each.operation()).addFailure();
            result.add(new Hung(each.name(), each.thread(), each.at() - each.since(), each.stack(), !left));
        }
        return result;
    }
}
