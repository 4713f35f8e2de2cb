package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;

import dev.jetticorn.connector.settings.model.Section;

/** What the server counts. */
final class MetricsSettings {
  static final Section SECTION =
      Section.titled("Metrics")
          .refuse(
              notYet("statsd_host", "Sends metrics to StatsD."),
              notYet("statsd_prefix", "Begins the names of these metrics.")
                  .gunicornDefault("empty"),
              notYet("dogstatsd_tags", "Adds tags to these metrics.").gunicornDefault("empty"),
              notYet("enable_backlog_metric", "Counts requests that wait for a thread.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("metrics_path", "Shows metrics to Prometheus.").ours());

  private MetricsSettings() {}
}
