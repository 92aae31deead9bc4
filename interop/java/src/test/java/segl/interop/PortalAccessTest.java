package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import org.junit.jupiter.api.Test;

/** Who may send portal jobs for whom, and see what became of them. */
class PortalAccessTest {
    private final PortalClient broker = Portal.client("broker");
    private final PortalClient stranger = Portal.client("private");

    @Test
    void aBrokerSendsForAPublicOrganization() {
        Queue queue = Queue.own("broker", Sandbox.PUBLIC);
        PortalJob job = job(queue.sender(), Portal.lookedUp(Sandbox.AASE).build());
        Portal.sign("broker", broker.create(job).getSignatureJobId(), Sandbox.AASE);
        PortalJobStatusChanged change = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        Results.download(broker, job, change, "portal-sent-by-broker");
    }

    @Test
    void aBrokerSendsForAPrivateOrganizationWithItsRights() {
        Queue queue = Queue.own("broker", Sandbox.PRIVATE);
        String email = Portal.newEmail();
        broker.create(job(queue.sender(), PortalSigner.identifiedByEmail(email).build()));
        Portal.act("sign", email);
        assertEquals(COMPLETED_SUCCESSFULLY, queue.next().getStatus());
    }

    @Test
    void nobodySendsOrPollsForAnotherOrganizationUnauthorized() {
        PortalJob job = job(new Sender(Sandbox.PUBLIC), Portal.lookedUp(Sandbox.AASE).build());
        assertThrows(BrokerNotAuthorizedException.class, () -> stranger.create(job));
        assertThrows(BrokerNotAuthorizedException.class, () -> stranger.getStatusChange(new Sender(Sandbox.PUBLIC)));
    }

    @Test
    void anOrganizationWithoutAccessIsToldSo() {
        PortalJob job = job(new Sender(Sandbox.NO_ACCESS), Portal.numbered(Sandbox.AASE).build());
        UnexpectedResponseException refused = assertThrows(UnexpectedResponseException.class, () -> Portal.client("noaccess").create(job));
        assertEquals(403, refused.httpStatusCode());
        assertEquals("NOT_AUTHORIZED", refused.getErrorCode());
    }

    @Test
    void anotherSendersJobIsOutOfReach() {
        Queue queue = Queue.own("public");
        PortalJob job = job(queue.sender(), Portal.lookedUp(Sandbox.AASE).build());
        Portal.sign("public", Portal.client("public").create(job).getSignatureJobId(), Sandbox.AASE);
        PortalJobStatusChanged change = queue.unconfirmed();
        assertThrows(BrokerNotAuthorizedException.class, () -> stranger.getPAdES(change.getpAdESUrl()));
        assertThrows(BrokerNotAuthorizedException.class, () -> stranger.getXAdES(Portal.from(change, Sandbox.AASE).getxAdESUrl()));
        assertThrows(BrokerNotAuthorizedException.class, () -> stranger.confirm(change));
        Sandbox.Answer absent = Sandbox.get("private", change.getpAdESUrl().getpAdESUrl().toString().replace(Sandbox.PUBLIC, Sandbox.PRIVATE));
        assertEquals(404, absent.status(), absent.body());
    }

    private static PortalJob job(Sender sender, PortalSigner signer) {
        return PortalJob.builder("Access", Portal.document("Access"), signer).withSender(sender).build();
    }
}
