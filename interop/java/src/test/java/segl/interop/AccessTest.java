package segl.interop;

import static no.digipost.signature.client.direct.DirectJobStatus.COMPLETED_SUCCESSFULLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.InvalidStatusQueryTokenException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectJobResponse;
import no.digipost.signature.client.direct.DirectJobStatusResponse;
import no.digipost.signature.client.direct.DirectSigner;
import no.digipost.signature.client.direct.ExitUrls;
import no.digipost.signature.client.direct.StatusReference;
import org.junit.jupiter.api.Test;

/** Who may do what: brokers, organisations without access, strangers, other senders' jobs, wrong tokens. */
class AccessTest {
    private static final ExitUrls EXIT_URLS = ExitUrls.singleExitUrl(URI.create("https://sender.example/back"));

    private final DirectClient municipality = Sandbox.client("public");

    @Test
    void aBrokerSendsForAnotherOrganization() {
        DirectClient broker = Sandbox.client("broker");
        DirectJob job = job("Sent by a broker", Sandbox.PUBLIC);
        DirectJobResponse created = broker.create(job);
        String token = Sandbox.sign("broker", created.getSignatureJobId(), Sandbox.AASE);
        DirectJobStatusResponse status = broker.getStatus(StatusReference.of(created).withStatusQueryToken(token));
        assertEquals(COMPLETED_SUCCESSFULLY, status.getStatus());
        Results.download(broker, job, status, "sent-by-broker");
        broker.confirm(status);
        assertEquals("You are " + Sandbox.BROKER + ", operating on behalf of " + Sandbox.PUBLIC,
                Sandbox.get("broker", "/api/" + Sandbox.PUBLIC).body());
    }

    @Test
    void nobodySendsForAnotherOrganizationUnauthorized() {
        assertThrows(BrokerNotAuthorizedException.class, () -> Sandbox.client("private").create(job("Not mine", Sandbox.PUBLIC)));
        assertThrows(BrokerNotAuthorizedException.class, () -> Sandbox.client("private").getStatusChange(new Sender(Sandbox.PUBLIC)));
    }

    @Test
    void anOrganizationWithoutAccessIsToldSo() {
        UnexpectedResponseException refused = assertThrows(UnexpectedResponseException.class,
                () -> Sandbox.client("noaccess").create(job("No access", Sandbox.NO_ACCESS)));
        assertEquals(403, refused.httpStatusCode());
        assertEquals("NOT_AUTHORIZED", refused.getErrorCode());
        assertEquals("CLIENT", refused.getErrorType());
        assertTrue(refused.getErrorMessage().contains(Sandbox.NO_ACCESS), "the message quotes the certificate");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityFailsInTls() {
        Exception failure = assertThrows(Exception.class, () -> Sandbox.client("stranger").create(job("Stranger", Sandbox.PUBLIC)));
        assertFalse(failure instanceof UnexpectedResponseException, "no answer is given: " + failure);
        assertNotNull(causeOf(failure, IOException.class), "the connection fails: " + failure);
    }

    @Test
    void anotherSendersJobIsOutOfReach() {
        DirectJobResponse created = municipality.create(job("Mine", Sandbox.PUBLIC));
        String token = Sandbox.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        StatusReference mine = StatusReference.of(created).withStatusQueryToken(token);
        DirectJobStatusResponse status = municipality.getStatus(mine);
        DirectClient company = Sandbox.client("private");
        assertThrows(BrokerNotAuthorizedException.class, () -> company.getPAdES(status.getpAdESUrl()));
        assertThrows(BrokerNotAuthorizedException.class, () -> company.getXAdES(status.getSignatures().get(0).getxAdESUrl()));
        // The client reads the body of such an answer to a status request twice, and so cannot show it.
        Sandbox.Answer refused = Sandbox.get("private", mine.getStatusUrl().toString());
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("BROKER_NOT_AUTHORIZED"), refused.body());
        Sandbox.Answer absent = Sandbox.get("private", mine.getStatusUrl().toString().replace(Sandbox.PUBLIC, Sandbox.PRIVATE));
        assertEquals(404, absent.status());
        assertTrue(absent.body().contains("JOB_NOT_FOUND"), absent.body());
    }

    @Test
    void aWrongStatusQueryTokenIsRefused() {
        DirectJobResponse created = municipality.create(job("Token", Sandbox.PUBLIC));
        Sandbox.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        assertThrows(InvalidStatusQueryTokenException.class,
                () -> municipality.getStatus(StatusReference.of(created).withStatusQueryToken("wrong")));
        assertThrows(InvalidStatusQueryTokenException.class,
                () -> municipality.getStatus(StatusReference.of(created).withStatusQueryToken("")));
    }

    private static DirectJob job(String title, String organization) {
        return DirectJob
                .builder(title, Documents.document(title), DirectSigner.withPersonalIdentificationNumber(Sandbox.AASE).build(), EXIT_URLS)
                .withSender(new Sender(organization)).build();
    }

    private static Throwable causeOf(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) if (type.isInstance(cause)) return cause;
        return null;
    }
}
