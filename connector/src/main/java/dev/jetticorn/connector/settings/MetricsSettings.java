package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.optional;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.List;
import java.util.Optional;

/** What the server counts and whom it tells, and what it says to probes. */
public final class MetricsSettings {
  static final Section SECTION = Section.titled("Metrics and health");

  public static final Setting<Optional<String>> METRICS_PATH =
      SECTION.setting(
          "metrics_path",
          optional(new OperatorPathType()),
          Optional.empty(),
          """
          The path at which Prometheus reads metrics, on every address of `bind`.

          Only the addresses of `metrics_allow_ips` see them; to all others the path belongs to the
          application.
          """,
          notInGunicorn());

  public static final Setting<TrustedPeers> METRICS_ALLOW_IPS =
      SECTION.setting(
          "metrics_allow_ips",
          new TrustedPeersType(),
          TrustedPeers.LOOPBACK,
          """
          Who may read `metrics_path`, by the address of the client.

          Behind a proxy the client is the proxy, unless the proxy is believed something else
          (`forwarder_headers`). Who connects by a unix socket always may.
          """,
          notInGunicorn());

  public static final Setting<Optional<String>> HEALTH_PATH =
      SECTION.setting(
          "health_path",
          optional(new OperatorPathType()),
          Optional.empty(),
          """
          The path at which probes ask for the health of the server, on every address of `bind`.

          With `/healthz`, `/healthz/live` is 200 while the process answers, and `/healthz/ready`,
          like `/healthz`, is 200 while it takes requests, and otherwise 503. They wait for no permit, and are in no
          access log.
          """,
          notInGunicorn());

  public static final Setting<Optional<StatsDAddress>> STATSD_HOST =
      SECTION.setting(
          "statsd_host",
          optional(new StatsDAddressType()),
          Optional.empty(),
          """
          The StatsD server that is sent metrics once a second, by UDP or at a unix socket.

          Without a port it is 8125.
          """);

  public static final Setting<String> STATSD_PREFIX =
      SECTION.setting(
          "statsd_prefix",
          StatsDTextType.prefix(),
          "",
          """
          What the names of metrics for StatsD begin with; a dot is put between.
          """);

  public static final Setting<String> DOGSTATSD_TAGS =
      SECTION.setting(
          "dogstatsd_tags",
          StatsDTextType.tags(),
          "",
          """
          The tags that metrics for StatsD have, in the form of Datadog.
          """);

  public static final Setting<Boolean> ENABLE_BACKLOG_METRIC =
      SECTION.setting(
          "enable_backlog_metric",
          bool(),
          false,
          """
          Tell how much waits: requests for a permit or a thread, and, on Linux, connections in the
          backlog.
          """);

  private MetricsSettings() {}

  /** What holds between these settings. */
  static List<Rule> errors() {
    return List.of(
        new Rule(
            List.of(METRICS_PATH, HEALTH_PATH),
            settings ->
                settings
                    .get(METRICS_PATH)
                    .filter(path -> settings.get(HEALTH_PATH).filter(path::equals).isPresent())
                    .map(
                        path ->
                            List.of(
                                new Objection(
                                    METRICS_PATH,
                                    "`metrics_path` and `health_path` are the same",
                                    "also the value of health_path")))
                    .orElseGet(List::of)));
  }
}
