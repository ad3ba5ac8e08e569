package dev.stet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.bench.server.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void showsMediansSpreadRatiosAndVerdicts() {
    Results results = new Results();
    for (double rate : List.of(120_000.0, 80_000.0, 100_000.0)) {
      results.add(Server.STET, Map.of(Figure.MANIFEST_RATE, rate, Figure.MANIFEST_CPU, 11.0));
      results.add(Server.DISTRIBUTION, Map.of(Figure.MANIFEST_RATE, rate / 10));
    }
    results.add(Results.NO_SERVER, Map.of(Figure.UPLOAD_FLOOR, 850.0));

    results.add(Server.STET, Map.of(Figure.START_CPU, 600.0));
    results.add(Server.DISTRIBUTION, Map.of(Figure.START_CPU, 0.0));

    results.add(
        Server.STET,
        Map.of(Curve.CATALOG.at(100), 0.2, Curve.CATALOG.at(10), 0.1, Curve.CATALOG.at(1000), 0.5));
    results.add(Server.DISTRIBUTION, Map.of(Curve.CATALOG.at(10), 4.0));

    results.add(Server.STET, Map.of(LogFigure.CLAIMS_RATE, 3000.0, LogFigure.ENTRIES, 300.0));
    results.add(Server.WITHOUT_LOG, Map.of(LogFigure.CLAIMS_RATE, 4000.0));

    String page =
        new Report(results, List.of(Server.STET, Server.DISTRIBUTION))
            .render(List.of("Date: today"));

    assertThat(page)
        .contains("- Date: today\n")
        .contains(
            "| manifest GET by tag, 32 connections | /s | 100,000 (80,000–120,000)"
                + " | 10,000 (8,000–12,000) | 10.0 |")
        .contains("| – server CPU | µs each | 11.0 (11.0–11.0) | – | – |")
        .contains("| – server CPU | ms | 600 (600–600) | 0.00 (0.00–0.00) | – |")
        .contains("one thread: 850 (850–850) | MB/s | – | – | – |")
        .contains(
            """
            | repositories | unit | server | 10 | 100 | 1,000 |
            | --- | --- | --- | --- | --- | --- |
            | _catalog?n=100, p50 | ms | stet | 0.10 | 0.20 | 0.50 |
            | _catalog?n=100, p50 | ms | distribution | 4.00 | – | – |
            """)
        .contains(
            """
            | measured | unit | stet | stet without log | stet ÷ stet without log |
            | --- | --- | --- | --- | --- |
            | tag claims, 64 clients | /s | 3,000 (3,000–3,000) | 4,000 (4,000–4,000) | 0.75 |
            | database: entries of the log | bytes a tag | 300 (300–300) | – | – |
            """)
        .contains("| tag claims, 64 clients | ≥ 0.67 × stet without log | 0.75 | met |")
        .contains("| manifest GET by tag, 32 connections | ≥ 8 × distribution | 10.0 | met |")
        .contains("| manifest GET by tag, 32 connections | ≥ 0.8 × nginx | – | not measured |");
  }
}
