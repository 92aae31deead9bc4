package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.PortalJobStatus.NO_CHANGES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.digipost.signature.client.core.PollingQueue;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.exceptions.TooEagerPollingException;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectJobStatus;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import org.junit.jupiter.api.Test;

/** Queues of status changes: the default one, others with names, leases, permitted times. */
class PortalPollingTest {
    private final PortalClient client = Portal.client("public");

    @Test
    void defaultQueue() {
        long id = signed(new Sender(Sandbox.PUBLIC));
        PortalJobStatusChanged change = client.getStatusChange();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        assertEquals(id, change.getSignatureJobId());
        assertFalse(change.getNextPermittedPollTime().isAfter(Instant.now().plusSeconds(2)), "may poll again at once");
        client.confirm(change);

        PortalJobStatusChanged nothing = client.getStatusChange(new Sender(Sandbox.PUBLIC));
        assertTrue(nothing.is(NO_CHANGES));
        assertThrows(IllegalStateException.class, nothing::getSignatureJobId);
        assertTrue(nothing.getNextPermittedPollTime().isAfter(Instant.now()), "a pause after an empty queue");
        client.confirm(nothing);
        assertThrows(TooEagerPollingException.class, client::getStatusChange);
    }

    @Test
    void aNamedQueueHoldsItsOwnChangesInOrder() {
        Sender sender = new Sender(Sandbox.PUBLIC, PollingQueue.of("interop portal/æ & ø"));
        long id = client.create(PortalJob.builder("Named queue", List.of(Portal.document("Named queue")), List.of(
                Portal.lookedUp(Sandbox.OLA).build(), Portal.lookedUp(Sandbox.AASE).build())).withSender(sender).build()).getSignatureJobId();
        Portal.sign("public", id, Sandbox.OLA);
        Portal.sign("public", id, Sandbox.AASE);

        assertTrue(client.getStatusChange(new Sender(Sandbox.PUBLIC, PollingQueue.of("interop portal"))).is(NO_CHANGES), "another queue");
        assertEquals(DirectJobStatus.NO_CHANGES, new DirectClient(Sandbox.configuration("public")).getStatusChange(sender).getStatus(), "the other flow's queue");
        PortalJobStatusChanged first = client.getStatusChange(sender);
        PortalJobStatusChanged second = client.getStatusChange(sender);
        assertEquals(List.of(IN_PROGRESS, COMPLETED_SUCCESSFULLY), List.of(first.getStatus(), second.getStatus()));
        assertTrue(client.getStatusChange(sender).is(NO_CHANGES), "both are leased");
        client.confirm(second);
        client.confirm(first);
        client.confirm(first);
        assertThrows(TooEagerPollingException.class, () -> client.getStatusChange(sender));
    }

    @Test
    void pollsInParallelNeverGetTheSameChange() throws Exception {
        int changes = 8;
        Queue queue = Queue.own("public");
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < changes; i++) ids.add(signed(queue.sender()));
        PortalClient unpaced = new PortalClient(Sandbox.unpaced("public"));
        ConcurrentLinkedQueue<Long> got = new ConcurrentLinkedQueue<>();
        Callable<Void> poll = () -> {
            got.add(unpaced.getStatusChange(queue.sender()).getSignatureJobId());
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(changes);
        Pace.of("public").burst(() -> together(threads, poll, changes));
        threads.shutdown();
        assertEquals(changes, got.size(), "every poll got a change");
        assertEquals(ids, new HashSet<>(got), "no change twice, none left out");
        queue.assertEmpty();
    }

    private static void together(ExecutorService threads, Callable<Void> task, int times) {
        try {
            for (var done : threads.invokeAll(Collections.nCopies(times, task))) done.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A job with one signer, who has signed. */
    private long signed(Sender sender) {
        PortalSigner signer = Portal.lookedUp(Sandbox.AASE).build();
        long id = client.create(PortalJob.builder("Polled", Portal.document("Polled"), signer).withSender(sender).build()).getSignatureJobId();
        Portal.sign("public", id, Sandbox.AASE);
        return id;
    }
}
