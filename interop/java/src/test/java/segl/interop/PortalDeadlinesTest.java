package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.FAILED;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.SignatureStatus.EXPIRED;
import static no.digipost.signature.client.portal.SignatureStatus.NOT_APPLICABLE;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import no.digipost.signature.client.core.exceptions.JobCannotBeCancelledException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What time does to a job. Moves the sandbox's clock, so it comes after the others, and no validator sees its results. */
@Order(Integer.MAX_VALUE - 1)
class PortalDeadlinesTest {
    private final PortalClient client = Portal.client("public");

    @Test
    void whoHasNotSignedInTimeIsExpired() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = client.create(job(Portal.lookedUp(Sandbox.AASE).withOrder(1).build(),
                Portal.lookedUp(Sandbox.OLA).withOrder(1).build(), Portal.lookedUp(Sandbox.ANH).withOrder(2).build())
                .availableFor(Duration.ofHours(2)).withSender(queue.sender()).build());
        Portal.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        SandboxClock.advance(Duration.ofHours(2).plusMinutes(1));
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(List.of(SIGNED, EXPIRED, NOT_APPLICABLE), change.getSignatures().stream().map(s -> s.getStatus()).toList());
        Portal.assertCannotSign("public", created.getSignatureJobId(), Sandbox.OLA);
        assertThrows(JobCannotBeCancelledException.class, () -> client.cancel(created));
    }

    @Test
    void thirtyDaysWhereNothingIsSaid() {
        Queue queue = Queue.own("public");
        long id = client.create(job(Portal.lookedUp(Sandbox.AASE).build()).withSender(queue.sender()).build()).getSignatureJobId();
        SandboxClock.advance(Duration.ofDays(29).plusHours(23));
        queue.assertEmpty();
        SandboxClock.advance(Duration.ofHours(2));
        assertEquals(EXPIRED, Portal.statusOf(queue.next(), Sandbox.AASE));
        Portal.assertCannotSign("public", id, Sandbox.AASE);
    }

    @Test
    void theNextGroupHasTheWholePeriodAnew() {
        Queue queue = Queue.own("public");
        long id = client.create(job(Portal.lookedUp(Sandbox.AASE).withOrder(1).build(), Portal.lookedUp(Sandbox.OLA).withOrder(2).build())
                .availableFor(Duration.ofHours(2)).withSender(queue.sender()).build()).getSignatureJobId();
        SandboxClock.advance(Duration.ofMinutes(110));
        Portal.sign("public", id, Sandbox.AASE);
        SandboxClock.advance(Duration.ofMinutes(110));
        Portal.sign("public", id, Sandbox.OLA);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        assertEquals(COMPLETED_SUCCESSFULLY, queue.next().getStatus());
    }

    @Test
    void nobodySignsBeforeTheActivationTime() {
        Queue queue = Queue.own("public");
        long id = client.create(job(Portal.lookedUp(Sandbox.AASE).build()).withActivationTime(SandboxClock.now().plus(Duration.ofDays(3)))
                .availableFor(Duration.ofHours(1)).withSender(queue.sender()).build()).getSignatureJobId();
        SandboxClock.advance(Duration.ofDays(2));
        Portal.assertCannotSign("public", id, Sandbox.AASE);
        SandboxClock.advance(Duration.ofDays(1).plusMinutes(30));
        Portal.sign("public", id, Sandbox.AASE);
        assertEquals(COMPLETED_SUCCESSFULLY, queue.next().getStatus());
    }

    @Test
    void anUnconfirmedChangeComesBackAfterTenMinutes() {
        Queue queue = Queue.own("public");
        long id = client.create(job(Portal.lookedUp(Sandbox.AASE).build()).withSender(queue.sender()).build()).getSignatureJobId();
        Portal.sign("public", id, Sandbox.AASE);
        assertEquals(id, queue.unconfirmed().getSignatureJobId());
        queue.assertEmpty();
        SandboxClock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertEquals(id, queue.next().getSignatureJobId());
        SandboxClock.advance(Duration.ofMinutes(11));
        queue.assertEmpty();
    }

    private static PortalJob.Builder job(PortalSigner... signers) {
        return PortalJob.builder("Deadlines", List.of(Portal.document("Deadlines")), List.of(signers));
    }
}
