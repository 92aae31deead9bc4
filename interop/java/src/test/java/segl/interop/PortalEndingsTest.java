package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.FAILED;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.SignatureStatus.CONTACT_INFORMATION_MISSING;
import static no.digipost.signature.client.portal.SignatureStatus.NOT_APPLICABLE;
import static no.digipost.signature.client.portal.SignatureStatus.RESERVED;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNERS_NAME_NOT_AVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.exceptions.JobCannotBeCancelledException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import no.digipost.signature.client.portal.SignatureStatus;
import org.junit.jupiter.api.Test;

/** What ends a job other than its signers and its sender: what the contact register and the eID say. */
class PortalEndingsTest {
    private final PortalClient client = Portal.client("public");

    @Test
    void aSignerWhoOptedOut() {
        endsAtOnce(Sandbox.OPTED_OUT, RESERVED);
    }

    @Test
    void aSignerWithoutContactInformation() {
        endsAtOnce(Sandbox.WITHOUT_CONTACT, CONTACT_INFORMATION_MISSING);
    }

    @Test
    void aLaterSignerWhoOptedOut() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Portal.lookedUp(Sandbox.AASE).withOrder(1).build(),
                Portal.lookedUp(Sandbox.OPTED_OUT).withOrder(2).build(), Portal.lookedUp(Sandbox.OLA).withOrder(3).build());
        Portal.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        PortalJobStatusChanged change = queue.next();
        if (change.is(IN_PROGRESS)) change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(List.of(SIGNED, RESERVED, NOT_APPLICABLE), change.getSignatures().stream().map(s -> s.getStatus()).toList());
        Portal.assertCannotSign("public", created.getSignatureJobId(), Sandbox.OLA);
    }

    @Test
    void aSignerWhoseNameNobodyKnows() {
        Queue queue = Queue.own("public");
        PortalJobResponse created = client.create(PortalJob.builder("Nameless", Portal.document("Nameless"), Portal.numbered(Sandbox.NAMELESS).build())
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.NAME).withSender(queue.sender()).build());
        Portal.assertCannotSign("public", created.getSignatureJobId(), Sandbox.NAMELESS);
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(SIGNERS_NAME_NOT_AVAILABLE, Portal.statusOf(change, Sandbox.NAMELESS));
    }

    private void endsAtOnce(String number, SignatureStatus status) {
        Queue queue = Queue.own("public");
        PortalJobResponse created = create(queue, Portal.lookedUp(number).build(), Portal.lookedUp(Sandbox.AASE).build());
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(status, Portal.statusOf(change, number));
        assertEquals(NOT_APPLICABLE, Portal.statusOf(change, Sandbox.AASE));
        assertThrows(JobCannotBeCancelledException.class, () -> client.cancel(created));
        Portal.assertCannotSign("public", created.getSignatureJobId(), Sandbox.AASE);
        queue.assertEmpty();
    }

    private PortalJobResponse create(Queue queue, PortalSigner... signers) {
        return client.create(PortalJob.builder("Ends", List.of(Portal.document("Ends")), List.of(signers)).withSender(queue.sender()).build());
    }
}
