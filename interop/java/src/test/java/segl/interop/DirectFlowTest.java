package segl.interop;

import static no.digipost.signature.client.direct.DirectJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.direct.DirectJobStatus.IN_PROGRESS;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.OnBehalfOf;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.exceptions.CantQueryStatusException;
import no.digipost.signature.client.core.exceptions.DocumentsNotDeletableException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectDocument;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectJobResponse;
import no.digipost.signature.client.direct.DirectJobStatusResponse;
import no.digipost.signature.client.direct.DirectSigner;
import no.digipost.signature.client.direct.DirectSignerResponse;
import no.digipost.signature.client.direct.ExitUrls;
import no.digipost.signature.client.direct.SignerStatus;
import no.digipost.signature.client.direct.StatusReference;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;

/** Jobs whose status is asked for after the redirect back. */
class DirectFlowTest {
    private static final ExitUrls EXIT_URLS = ExitUrls.of(
            URI.create("https://sender.example/done?case=1&step=2#top"),
            URI.create("https://sender.example/rejected"),
            URI.create("https://sender.example/error"));

    private final DirectClient municipality = Sandbox.client("public");
    private final DirectClient company = Sandbox.client("private");

    @Test
    void rootResourceSaysWhoTheCallerIs() {
        Sandbox.Answer answer = Sandbox.get("public", "/api/" + Sandbox.PUBLIC);
        assertAll(() -> assertEquals(200, answer.status()), () -> assertEquals("You are " + Sandbox.PUBLIC, answer.body()));
    }

    @Test
    void oneSignerFromCreationToConfirmation() {
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        DirectJob job = DirectJob
                .builder("Søknad om æresplass", Documents.document("Søknad: «æøå» & <mer>"), signer(Sandbox.AASE), EXIT_URLS)
                .withReference("case-1").withDescription("Les & signer <snart>").build();
        DirectJobResponse created = municipality.create(job);
        DirectSignerResponse signer = created.getSingleSigner();
        assertEquals("case-1", created.getReference());
        assertEquals(Sandbox.AASE, signer.getPersonalIdentificationNumber());
        assertNotNull(created.getStatusUrl(), "status-url, as the status is asked for after the callback");
        assertNotNull(signer.getRedirectUrl());
        assertThrows(CantQueryStatusException.class, () -> municipality.getStatus(StatusReference.of(created).withStatusQueryToken("too-early")));

        URI left = Sandbox.signAndLeave("public", created.getSignatureJobId(), Sandbox.AASE);
        assertTrue(left.toString().startsWith("https://sender.example/done?"), "sent to the completion-url, not to " + left);
        assertTrue(left.getRawQuery().endsWith("&case=1&step=2") && "top".equals(left.getFragment()), "its own query and fragment are kept");
        DirectJobStatusResponse status = municipality.getStatus(StatusReference.of(created).withStatusQueryToken(Sandbox.token(left)));

        assertEquals(COMPLETED_SUCCESSFULLY, status.getStatus());
        assertEquals(created.getSignatureJobId(), status.getSignatureJobId());
        assertEquals("case-1", status.getReference());
        assertEquals(SignerStatus.SIGNED, status.getSignatureFrom(Sandbox.AASE).getStatus());
        Instant since = status.getSignatureFrom(Sandbox.AASE).getStatusDateTime();
        assertTrue(since.isAfter(before) && since.isBefore(Instant.now().plus(Duration.ofMinutes(1))), "signed just now, not " + since);
        assertNull(status.getDeleteDocumentsUrl(), "no deletion where the sender may not delete");
        assertThrows(DocumentsNotDeletableException.class, () -> municipality.deleteDocuments(status.getDeleteDocumentsUrl()));
        Results.download(municipality, job, status, "one-signer");
        municipality.confirm(status);
        municipality.confirm(status);
        assertThrows(UnexpectedResponseException.class, () -> municipality.requestNewRedirectUrl(signer), "who has signed gets no new link");
    }

    @Test
    void advancedSignatureForThePublicSector() {
        DirectJob job = DirectJob
                .builder("Advanced", Documents.document("Agreement"), DirectSigner.withPersonalIdentificationNumber(Sandbox.OLA)
                        .withSignatureType(SignatureType.ADVANCED_SIGNATURE).build(), EXIT_URLS)
                .requireAuthentication(AuthenticationLevel.FOUR)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.PERSONAL_IDENTIFICATION_NUMBER_AND_NAME).build();
        signAll(municipality, "public", "advanced-public", job, Sandbox.OLA);
    }

    @Test
    void customIdentifierForThePrivateSector() throws IOException {
        DirectJob job = DirectJob
                .builder("Custom identifier", List.of(Documents.document("Tenancy"), Documents.document("House rules")), List.of(DirectSigner
                        .withCustomIdentifier("customer/Ø 17+1").withSignatureType(SignatureType.ADVANCED_SIGNATURE).build()), EXIT_URLS)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.DATE_OF_BIRTH_AND_NAME).build();
        Path folder = signAll(company, "private", "custom-identifier", job, "customer/Ø 17+1");
        Results.assertAbsent(folder, "12345678910");
    }

    @Test
    void numberAndNameForThePrivateSector() {
        DirectJob job = DirectJob
                .builder("Number and name", Documents.document("Contract"), DirectSigner.withPersonalIdentificationNumber(Sandbox.AASE)
                        .withSignatureType(SignatureType.ADVANCED_SIGNATURE).build(), EXIT_URLS)
                .requireAuthentication(AuthenticationLevel.FOUR)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.PERSONAL_IDENTIFICATION_NUMBER_AND_NAME).build();
        signAll(company, "private", "number-private", job, Sandbox.AASE);
    }

    @Test
    void nameOnlyHidesThePersonalNumber() throws IOException {
        DirectJob job = DirectJob
                .builder("Name only", Documents.document("Consent"), DirectSigner.withPersonalIdentificationNumber(Sandbox.ANH)
                        .withSignatureType(SignatureType.AUTHENTICATED_SIGNATURE).onBehalfOf(OnBehalfOf.OTHER).build(), EXIT_URLS)
                .requireAuthentication(AuthenticationLevel.THREE)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.NAME).build();
        Results.assertAbsent(signAll(municipality, "public", "name-only", job, Sandbox.ANH), Sandbox.ANH);
    }

    @Test
    void severalSignersAndDocumentsWithAPadesBetween() throws IOException {
        List<DirectDocument> documents = List.of(
                DirectDocument.builder("Old", Documents.pdf("Old", 1.4f, PDRectangle.A4)).build(),
                DirectDocument.builder("Wide", Documents.pdf("Wide", 1.5f, new PDRectangle(842, 595), PDRectangle.A4)).build(),
                DirectDocument.builder("Large", Documents.pdf("Large", 1.7f, PDRectangle.A3, PDRectangle.A6, PDRectangle.LETTER)).build());
        DirectJob job = DirectJob
                .builder("Three by three", documents, List.of(signer(Sandbox.AASE), signer(Sandbox.OLA), signer(Sandbox.ANH)), EXIT_URLS)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.DATE_OF_BIRTH_AND_NAME).build();
        DirectJobResponse created = municipality.create(job);
        assertEquals(3, created.getSigners().size());

        String first = Sandbox.sign("public", created.getSignatureJobId(), Sandbox.OLA);
        DirectJobStatusResponse between = municipality.getStatus(StatusReference.of(created).withStatusQueryToken(first));
        assertEquals(IN_PROGRESS, between.getStatus());
        assertEquals(SignerStatus.SIGNED, between.getSignatureFrom(Sandbox.OLA).getStatus());
        assertEquals(SignerStatus.WAITING, between.getSignatureFrom(Sandbox.AASE).getStatus());
        assertNull(between.getSignatureFrom(Sandbox.AASE).getxAdESUrl());
        assertTrue(between.isPAdESAvailable(), "as soon as one has signed");
        Results.download(municipality, job, between, "three-signers-one-signed");

        Sandbox.sign("public", created.getSignatureJobId(), Sandbox.AASE);
        String last = Sandbox.sign("public", created.getSignatureJobId(), Sandbox.ANH);
        DirectJobStatusResponse status = municipality.getStatus(StatusReference.of(created).withStatusQueryToken(last));
        assertEquals(COMPLETED_SUCCESSFULLY, status.getStatus());
        assertEquals(List.of(SignerStatus.SIGNED, SignerStatus.SIGNED, SignerStatus.SIGNED), status.getSignatures().stream().map(s -> s.getStatus()).toList());
        Path folder = Results.download(municipality, job, status, "three-signers");
        for (String number : List.of(Sandbox.AASE, Sandbox.OLA, Sandbox.ANH)) Results.assertAbsent(folder, number);
    }

    @Test
    void aNewRedirectUrlEndsTheEarlierOne() throws IOException {
        DirectJobResponse created = municipality.create(DirectJob
                .builder("New link", Documents.document("Link"), signer(Sandbox.AASE), EXIT_URLS).build());
        URI earlier = created.getSingleSigner().getRedirectUrl();
        URI renewed = municipality.requestNewRedirectUrl(created.getSingleSigner()).getRedirectUrl();
        assertNotEquals(earlier, renewed);
        assertTrue(follow(earlier) >= 400, "the earlier link no longer works");
        assertEquals(303, follow(renewed), "the new link leads to the ceremony");
        assertTrue(follow(renewed) >= 400, "a link works once");
    }

    @Test
    void asManySignersAndDocumentsAsAllowed() {
        List<DirectDocument> documents = IntStream.rangeClosed(1, 20).mapToObj(n -> Documents.document("Document " + n)).toList();
        List<DirectSigner> signers = IntStream.rangeClosed(1, 10).mapToObj(n -> signer("1234567891" + (n - 1))).toList();
        assertEquals(10, municipality.create(DirectJob.builder("Most", documents, signers, EXIT_URLS).build()).getSigners().size());
    }

    private static DirectSigner signer(String number) {
        return DirectSigner.withPersonalIdentificationNumber(number).build();
    }

    /** Creates the job, signs as its one signer, checks the end and keeps the results. */
    private static Path signAll(DirectClient client, String certificate, String name, DirectJob job, String signer) {
        DirectJobResponse created = client.create(job);
        assertNotNull(created.getSignerIdentifiedBy(signer));
        String token = Sandbox.sign(certificate, created.getSignatureJobId(), signer);
        DirectJobStatusResponse status = client.getStatus(StatusReference.of(created).withStatusQueryToken(token));
        assertEquals(COMPLETED_SUCCESSFULLY, status.getStatus());
        assertEquals(SignerStatus.SIGNED, status.getSignatureFrom(signer).getStatus());
        assertFalse(status.getSignatures().isEmpty());
        return Results.download(client, job, status, name);
    }

    private static int follow(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        return connection.getResponseCode();
    }
}
