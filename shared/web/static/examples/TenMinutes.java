// From a token to the first hire, with Java 17's own library: java TenMinutes.java
// BASE, CLIENT_ID and CLIENT_SECRET are read from the environment.

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class TenMinutes {
    static final String BASE = setting("BASE", "http://127.0.0.1:8080");
    static final String API = BASE + "/directory/api/v1";
    // HTTP/1.1: without TLS the default tries an upgrade, on which servers may lose the body.
    static final HttpClient HTTP =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws Exception {
        String token = token();
        String number = setting("NUMBER", "J-" + System.currentTimeMillis());
        String start = LocalDate.now().plusDays(90).toString();
        String school = field(get(token, "/schools?limit=1").body(), "school_number");

        String hire = """
            {"external_id": "%s",
             "person": {"given_name": "Ada", "family_name": "Beispiel", "email": "%s@example.org"},
             "start_date": "%s",
             "placements": [{"school_number": "%s", "weekly_hours": 19.5}],
             "funding": "land"}""".formatted(number, number, start, school);
        HttpResponse<String> first = post(token, "/hires", hire, "hire-" + number, "application/json");
        System.out.println("hired: " + field(first.body(), "employment_id"));

        // No answer came? The same key and body get the same answer.
        HttpResponse<String> again = post(token, "/hires", hire, "hire-" + number, "application/json");
        System.out.println("repeated: same answer: " + first.body().equals(again.body()));

        String wrong = hire.replace("\"land\"", "\"nobody\"");
        HttpResponse<String> refused = post(token, "/hires", wrong, "wrong-" + number, "application/json");
        System.out.println("refused: " + refused.statusCode() + " " + field(refused.body(), "field"));

        String file = "Personalnummer;Letzter Tag;Grund\n" + number + ";" + start + ";moved\n";
        HttpResponse<String> many = post(token, "/departures/bulk", file, "bulk-" + number, "text/csv");
        System.out.println("bulk: " + field(many.body(), "outcome"));
    }

    /** Valid for 15 minutes; fetch the next one when it ends. */
    static String token() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + setting("CLIENT_ID", "sample-carrier")
            + "&client_secret=" + setting("CLIENT_SECRET", "sample-carrier-secret");
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE + "/directory/oauth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        return field(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
    }

    static HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(API + path))
            .header("Authorization", "Bearer " + token).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(String token, String path, String body, String key, String kind)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(API + path))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key)
            .header("Content-Type", kind)
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The first value of a text field; take your JSON library for more than an example. */
    static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
