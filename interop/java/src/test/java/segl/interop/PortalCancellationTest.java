package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.FAILED;
import static no.digipost.signature.client.portal.SignatureStatus.CANCELLED;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.JobCannotBeCancelledException;
import no.digipost.signature.client.core.exceptions.NotCancellableException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import org.junit.jupiter.api.Test;

/** The sender changes its mind: in time, too late, and at the very moment of a signature. */
class PortalCancellationTest {
    private static final int ROUNDS = 16;

    private final PortalClient client = Portal.client("public");

    @Test
    void beforeAnybodyHasSigned() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Sandbox.AASE, Sandbox.OLA);
        client.cancel(created);
        Portal.assertCannotSign("public", created.getSignatureJobId(), Sandbox.AASE);
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(List.of(CANCELLED, CANCELLED), change.getSignatures().stream().map(s -> s.getStatus()).toList());
        assertNull(Portal.from(change, Sandbox.AASE).getxAdESUrl());
        assertFalse(change.isPAdESAvailable());
        assertThrows(NotCancellableException.class, () -> client.cancel(change), "nothing is left to cancel");
        assertThrows(JobCannotBeCancelledException.class, () -> client.cancel(created), "nor a second time");
        queue.assertEmpty();
    }

    @Test
    void afterTheFirstHasSigned() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Sandbox.AASE, Sandbox.OLA);
        Portal.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        client.cancel(queue.next());
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(SIGNED, Portal.statusOf(change, Sandbox.AASE), "a signature made is not lost");
        assertEquals(CANCELLED, Portal.statusOf(change, Sandbox.OLA));
    }

    @Test
    void tooLate() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Sandbox.AASE);
        Portal.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        assertThrows(JobCannotBeCancelledException.class, () -> client.cancel(created));
        PortalJobStatusChanged change = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        assertThrows(JobCannotBeCancelledException.class, () -> client.cancel(created), "nor when confirmed");
        queue.assertEmpty();
    }

    /** This client takes any 2xx; .NET clients before 10.0.2 take 200 only. */
    @Test
    void isAnsweredAsEveryClientUnderstands() {
        Sandbox.Answer answer = Sandbox.post("public", create(Queue.own("public"), Sandbox.AASE).getCancellationUrl().getUrl());
        assertEquals(200, answer.status());
        assertEquals("", answer.body());
    }

    @Test
    void byAnotherSender() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Sandbox.AASE);
        assertThrows(BrokerNotAuthorizedException.class, () -> Portal.client("private").cancel(created));
        client.cancel(created);
    }

    @Test
    void againstASignatureHasExactlyOneOutcome() {
        long signing = timeToSign();
        int cancelled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Queue queue = Queue.own("public");
            PortalJobResponse created = create(queue, Sandbox.AASE);
            boolean wasCancelled = race(created, signing * round / (ROUNDS - 1));
            if (wasCancelled) cancelled++;
            PortalJobStatusChanged change = queue.next();
            assertEquals(wasCancelled ? FAILED : COMPLETED_SUCCESSFULLY, change.getStatus());
            assertEquals(wasCancelled ? CANCELLED : SIGNED, Portal.statusOf(change, Sandbox.AASE));
            assertEquals(wasCancelled, !change.isPAdESAvailable(), "a signed document when signed, and only then");
            queue.assertEmpty();
        }
        System.out.println("Cancelled in " + cancelled + " of " + ROUNDS + " races with a signature of " + signing + " ms");
    }

    /** Signs, and cancels that many milliseconds later; true when the cancellation won. */
    private boolean race(PortalJobResponse created, long delay) {
        // With a certificate of its own, so that neither waits for the other's place in the pace.
        CompletableFuture<Sandbox.Answer> signing = CompletableFuture.supplyAsync(
                () -> Portal.trySigning("broker", created.getSignatureJobId(), Sandbox.AASE));
        CompletableFuture<Boolean> cancelling = CompletableFuture.supplyAsync(() -> {
            try {
                client.cancel(created);
                return true;
            } catch (JobCannotBeCancelledException tooLate) {
                return false;
            }
        }, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
        boolean cancelled = cancelling.join();
        boolean signed = signing.join().status() / 100 == 2;
        assertTrue(cancelled != signed, "cancelled: " + cancelled + ", signed: " + signed);
        return cancelled;
    }

    private long timeToSign() {
        PortalJobResponse created = create(Queue.own("public"), Sandbox.AASE);
        Instant start = Instant.now();
        Portal.sign("broker", created.getSignatureJobId(), Sandbox.AASE);
        return Duration.between(start, Instant.now()).toMillis();
    }

    private PortalJobResponse create(Queue queue, String... numbers) {
        return client.create(PortalJob.builder("Cancelled", List.of(Portal.document("Cancelled")),
                List.of(numbers).stream().map(number -> Portal.lookedUp(number).build()).toList()).withSender(queue.sender()).build());
    }
}
