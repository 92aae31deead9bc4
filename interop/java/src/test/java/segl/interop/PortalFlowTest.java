package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static no.digipost.signature.client.portal.SignatureStatus.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.OnBehalfOf;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.exceptions.DocumentsNotDeletableException;
import no.digipost.signature.client.core.exceptions.NotCancellableException;
import no.digipost.signature.client.portal.NotificationsUsingLookup;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalDocument;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import org.junit.jupiter.api.Test;

/** Signers addressed by national identity number, from creation to the signed documents. */
class PortalFlowTest {
    private final PortalClient municipality = Portal.client("public");
    private final PortalClient company = Portal.client("private");

    @Test
    void oneSignerFoundInTheContactRegister() {
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        Queue queue = Queue.own("public");
        PortalJob job = PortalJob
                .builder("Søknad om barnehageplass", Portal.document("Søknad: «æøå» & <mer>"), PortalSigner
                        .identifiedByPersonalIdentificationNumber(Sandbox.AASE, NotificationsUsingLookup.EMAIL_AND_SMS).build())
                .withReference("case-7").withNonsensitiveTitle("Brev fra Testkommunen").withDescription("Les & signer <snart>")
                .withSender(queue.sender()).build();
        PortalJobResponse created = municipality.create(job);
        assertEquals("case-7", created.getReference());
        assertNotNull(created.getCancellationUrl());
        Portal.sign("public", created.getSignatureJobId(), Sandbox.AASE);

        PortalJobStatusChanged change = queue.unconfirmed();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        assertEquals(created.getSignatureJobId(), change.getSignatureJobId());
        assertEquals("case-7", change.getReference());
        assertEquals(Sandbox.AASE, change.getSignatures().get(0).getSigner());
        assertEquals(SIGNED, Portal.statusOf(change, Sandbox.AASE));
        Instant since = Portal.from(change, Sandbox.AASE).getStatusDateTime();
        assertTrue(since.isAfter(before) && since.isBefore(Instant.now().plus(Duration.ofMinutes(1))), "signed just now, not " + since);
        assertNull(change.getCancellationUrl(), "nothing is left to cancel");
        assertThrows(NotCancellableException.class, () -> municipality.cancel(change));
        assertNull(change.getDeleteDocumentsUrl(), "not yet deletable");
        assertThrows(DocumentsNotDeletableException.class, () -> municipality.deleteDocuments(change.getDeleteDocumentsUrl()));
        Results.download(municipality, job, change, "portal-one-signer");
        municipality.confirm(change);
        municipality.confirm(change);
    }

    @Test
    void severalSignersInParallelWithAPadesBetween() throws IOException {
        Queue queue = Queue.own("public");
        PortalJob job = PortalJob
                .builder("Two by three", List.of(Portal.document("Agreement"), Portal.document("House rules")), List.of(
                        Portal.lookedUp(Sandbox.AASE).build(),
                        Portal.numbered(Sandbox.OLA).build(),
                        PortalSigner.identifiedByPersonalIdentificationNumber(Sandbox.ANH, NotificationsUsingLookup.EMAIL_AND_SMS).build()))
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.DATE_OF_BIRTH_AND_NAME).withSender(queue.sender()).build();
        long id = municipality.create(job).getSignatureJobId();

        Portal.sign("public", id, Sandbox.OLA);
        PortalJobStatusChanged first = queue.next();
        assertEquals(IN_PROGRESS, first.getStatus());
        assertEquals(SIGNED, Portal.statusOf(first, Sandbox.OLA));
        assertEquals(WAITING, Portal.statusOf(first, Sandbox.AASE));
        assertEquals(WAITING, Portal.statusOf(first, Sandbox.ANH));
        assertNull(Portal.from(first, Sandbox.AASE).getxAdESUrl());
        assertNotNull(first.getCancellationUrl());
        assertTrue(first.isPAdESAvailable(), "as soon as one has signed");
        Results.download(municipality, job, first, "portal-three-signers-one-signed");

        Portal.sign("public", id, Sandbox.AASE);
        Portal.sign("public", id, Sandbox.ANH);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        PortalJobStatusChanged last = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
        assertEquals(List.of(SIGNED, SIGNED, SIGNED), last.getSignatures().stream().map(s -> s.getStatus()).toList());
        Path folder = Results.download(municipality, job, last, "portal-three-signers");
        for (String number : List.of(Sandbox.AASE, Sandbox.OLA, Sandbox.ANH)) Results.assertAbsent(folder, number);
        queue.assertEmpty();
    }

    @Test
    void groupsOfSignersOneAfterTheOther() {
        Queue queue = Queue.own("public");
        PortalJob job = PortalJob
                .builder("Chained", List.of(Portal.document("Decision")), List.of(
                        Portal.lookedUp(Sandbox.OLA).withOrder(9).build(),
                        Portal.lookedUp(Sandbox.AASE).withOrder(1).build(),
                        Portal.numbered(Sandbox.ANH).withOrder(9).build()))
                .withSender(queue.sender()).build();
        long id = municipality.create(job).getSignatureJobId();

        Portal.assertCannotSign("public", id, Sandbox.OLA);
        Portal.assertCannotSign("public", id, Sandbox.ANH);
        Portal.sign("public", id, Sandbox.AASE);
        PortalJobStatusChanged first = queue.next();
        assertEquals(List.of(WAITING, SIGNED, WAITING),
                List.of(Portal.statusOf(first, Sandbox.OLA), Portal.statusOf(first, Sandbox.AASE), Portal.statusOf(first, Sandbox.ANH)));
        Portal.sign("public", id, Sandbox.ANH);
        Portal.sign("public", id, Sandbox.OLA);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        PortalJobStatusChanged last = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
        Results.download(municipality, job, last, "portal-chained");
    }

    @Test
    void twoSignersAtTheSameMoment() {
        for (int round = 0; round < 5; round++) {
            Queue queue = Queue.own("public");
            long id = municipality.create(PortalJob.builder("Together", List.of(Portal.document("Together")), List.of(
                    Portal.lookedUp(Sandbox.AASE).build(), Portal.lookedUp(Sandbox.OLA).build())).withSender(queue.sender()).build()).getSignatureJobId();
            List.of(Sandbox.AASE, Sandbox.OLA).parallelStream().forEach(number -> Portal.sign("public", id, number));
            assertEquals(IN_PROGRESS, queue.next().getStatus());
            PortalJobStatusChanged last = queue.next();
            assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
            assertEquals(List.of(SIGNED, SIGNED), last.getSignatures().stream().map(s -> s.getStatus()).toList());
            queue.assertEmpty();
        }
    }

    @Test
    void advancedSignatureForThePublicSector() {
        signAll(municipality, "public", "portal-advanced-public", PortalJob
                .builder("Advanced", Portal.document("Agreement"), Portal.lookedUp(Sandbox.OLA).withSignatureType(SignatureType.ADVANCED_SIGNATURE).build())
                .requireAuthentication(AuthenticationLevel.FOUR)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.PERSONAL_IDENTIFICATION_NUMBER_AND_NAME), Sandbox.OLA);
    }

    @Test
    void numberAndNameForThePrivateSector() {
        signAll(company, "private", "portal-number-private", PortalJob
                .builder("Number and name", Portal.document("Contract"), Portal.numbered(Sandbox.AASE).build())
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.PERSONAL_IDENTIFICATION_NUMBER_AND_NAME), Sandbox.AASE);
    }

    @Test
    void onBehalfOfAnotherWithTheNameOnly() throws IOException {
        Path folder = signAll(municipality, "public", "portal-on-behalf-of-other", PortalJob
                .builder("On behalf of another", Portal.document("Annual report"), Portal.numbered(Sandbox.ANH)
                        .onBehalfOf(OnBehalfOf.OTHER).withSignatureType(SignatureType.AUTHENTICATED_SIGNATURE).build())
                .requireAuthentication(AuthenticationLevel.THREE)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.NAME), Sandbox.ANH);
        Results.assertAbsent(folder, Sandbox.ANH);
        PortalSigner.Builder lookedUp = Portal.lookedUp(Sandbox.ANH).onBehalfOf(OnBehalfOf.OTHER);
        assertThrows(IllegalStateException.class, lookedUp::build, "the client itself looks nobody up who signs for another");
    }

    @Test
    void anActivationTimeInThePastIsAtOnce() {
        Queue queue = Queue.own("public");
        long id = municipality.create(PortalJob.builder("Activated", Portal.document("Past"), Portal.lookedUp(Sandbox.AASE).build())
                .withActivationTime(Instant.now().minus(Duration.ofDays(1))).availableFor(Duration.ofDays(90)).withSender(queue.sender()).build())
                .getSignatureJobId();
        Portal.sign("public", id, Sandbox.AASE);
        assertEquals(COMPLETED_SUCCESSFULLY, queue.next().getStatus());
    }

    @Test
    void asManySignersAndDocumentsAsAllowed() {
        List<PortalDocument> documents = IntStream.rangeClosed(1, 20).mapToObj(n -> Portal.document("Document " + n)).toList();
        List<PortalSigner> signers = IntStream.rangeClosed(0, 9).mapToObj(n -> Portal.numbered("1234567891" + n).withOrder(n).build()).toList();
        PortalJobResponse created = municipality.create(PortalJob.builder("Most", documents, signers).withSender(Queue.own("public").sender()).build());
        municipality.cancel(created);
    }

    /** Creates the job, signs as its one signer, checks the end and keeps the results. */
    private static Path signAll(PortalClient client, String certificate, String name, PortalJob.Builder builder, String number) {
        Queue queue = Queue.own(certificate);
        PortalJob job = builder.withSender(queue.sender()).build();
        Portal.sign(certificate, client.create(job).getSignatureJobId(), number);
        PortalJobStatusChanged change = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        assertEquals(SIGNED, Portal.statusOf(change, number));
        return Results.download(client, job, change, name);
    }
}
