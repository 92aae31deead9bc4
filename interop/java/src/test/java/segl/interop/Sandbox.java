package segl.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import no.digipost.signature.client.ApacheHttpClientConfigurer;
import no.digipost.signature.client.ClientConfiguration;
import no.digipost.signature.client.ServiceEnvironment;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.security.KeyStoreConfig;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The running sandbox, as the system properties segl.api and segl.certificates name it, and clients for it. */
final class Sandbox {
    static final String PUBLIC = "310000019";
    static final String PRIVATE = "310000027";
    static final String BROKER = "310000035";
    static final String NO_ACCESS = "310000043";

    /** The certificate's own organisation; the stranger claims to be the municipality. */
    private static final Map<String, String> ORGANIZATIONS = Map.of(
            "public", PUBLIC, "private", PRIVATE, "broker", BROKER, "noaccess", NO_ACCESS, "stranger", PUBLIC);

    /** Synthetic people of the sandbox; their numbers stay out of file names and messages. */
    static final String AASE = "14838522190";
    static final String OLA = "02919134561";
    static final String ANH = "23875840266";
    static final String OPTED_OUT = "30817211883";
    static final String WITHOUT_CONTACT = "09890351201";
    static final String NAMELESS = "01924920382";

    static final URI API = URI.create(property("segl.api"));
    private static final Path CERTIFICATES = Path.of(property("segl.certificates"));
    private static final Path TRUSTED = onlyTheCa();
    private static final Map<String, ClientConfiguration> CONFIGURATIONS = new ConcurrentHashMap<>();

    private Sandbox() {}

    /** The official client with the enterprise certificate of that name (public, private, broker, …). */
    static DirectClient client(String certificate) {
        return new DirectClient(configuration(certificate));
    }

    static ClientConfiguration configuration(String certificate) {
        return CONFIGURATIONS.computeIfAbsent(certificate, name -> configure(name, Pace.of(name)::keptBy));
    }

    /** For requests at the same time; {@link Pace#burst} makes room for them. */
    static ClientConfiguration unpaced(String certificate) {
        return configure(certificate, http -> {});
    }

    private static ClientConfiguration configure(String certificate, Consumer<ApacheHttpClientConfigurer> pace) {
        try (InputStream p12 = Files.newInputStream(CERTIFICATES.resolve(certificate + ".p12"))) {
            return ClientConfiguration
                    .builder(KeyStoreConfig.fromOrganizationCertificate(p12, "segl"))
                    .serviceEnvironment(new ServiceEnvironment("Segl sandbox", API.resolve("/api"), List.of(TRUSTED.toString())))
                    .apacheHttpClient(pace)
                    .apacheHttpClientForDocumentDownloads(pace)
                    .defaultSender(new Sender(ORGANIZATIONS.get(certificate)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs as that signer without a browser and returns the status query token. */
    static String sign(String certificate, long jobId, String signer) {
        return token(signAndLeave(certificate, jobId, signer));
    }

    /** Signs as that signer without a browser and returns the completion-url that the signer is sent to. */
    static URI signAndLeave(String certificate, long jobId, String signer) {
        URI url = API.resolve("/web/signature-jobs/" + jobId + "/devmodesign?signer=" + URLEncoder.encode(signer, StandardCharsets.UTF_8));
        Answer answer = post(certificate, url);
        if (answer.status() != 200) throw new AssertionError("devmodesign answered " + answer.status() + ": " + answer.body());
        return URI.create(answer.body().trim());
    }

    /** The status query token, which the sandbox puts before the completion-url's own parameters. */
    static String token(URI completionUrl) {
        String query = completionUrl.getRawQuery();
        if (query == null || !query.startsWith("status_query_token=")) throw new AssertionError("No token in " + completionUrl);
        return query.substring("status_query_token=".length()).split("&")[0];
    }

    static Answer get(String certificate, String path) {
        return send(configuration(certificate).defaultHttpClient(), new HttpGet(API.resolve(path)));
    }

    static Answer post(String certificate, URI url) {
        return send(configuration(certificate).defaultHttpClient(), new HttpPost(url));
    }

    record Answer(int status, String body) {}

    private static Answer send(HttpClient http, ClassicHttpRequest request) {
        try {
            return http.execute(request, response -> new Answer(response.getCode(),
                    response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client reads every file of the folder it is given, and one certificate of each. */
    private static Path onlyTheCa() {
        try {
            Path folder = Files.createTempDirectory("segl-trusted");
            Files.copy(CERTIFICATES.resolve("ca.pem"), folder.resolve("ca.pem"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) throw new IllegalStateException("-D" + name + " is missing: npm run interop gives it");
        return value;
    }
}
