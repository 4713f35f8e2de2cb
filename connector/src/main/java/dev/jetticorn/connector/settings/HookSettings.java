package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Section;

/** Gunicorn's server hooks, which are functions of Python. */
final class HookSettings {
  private static final String FUNCTION = "a function that does nothing";

  static final Section SECTION =
      Section.titled("Hooks")
          .refuse(
              listener("on_starting", "onStarting"),
              listener("on_reload", "onReload"),
              listener("when_ready", "whenReady"),
              listener("on_exit", "onExit"),
              listener("pre_request", "preRequest"),
              listener("post_request", "postRequest"),
              listener("worker_abort", "workerAbort"),
              listener("ssl_context", "sslContext"),
              noWorkers("pre_fork").gunicornDefault(FUNCTION),
              noWorkers("post_fork").gunicornDefault(FUNCTION),
              noWorkers("post_worker_init").gunicornDefault(FUNCTION),
              noWorkers("worker_int").gunicornDefault(FUNCTION),
              noWorkers("pre_exec").gunicornDefault(FUNCTION),
              noWorkers("child_exit").gunicornDefault(FUNCTION),
              noWorkers("worker_exit").gunicornDefault(FUNCTION),
              noWorkers("nworkers_changed").gunicornDefault(FUNCTION),
              noWorkers("dirty_apps").flags("--dirty-app").gunicornDefault("[]"),
              noWorkers("dirty_workers").gunicornDefault("0"),
              noWorkers("dirty_timeout").gunicornDefault("300"),
              noWorkers("dirty_threads").gunicornDefault("1"),
              noWorkers("dirty_graceful_timeout").gunicornDefault("30"),
              noWorkers("on_dirty_starting").gunicornDefault(FUNCTION),
              noWorkers("dirty_post_fork").gunicornDefault(FUNCTION),
              noWorkers("dirty_worker_init").gunicornDefault(FUNCTION),
              noWorkers("dirty_worker_exit").gunicornDefault(FUNCTION));

  private HookSettings() {}

  private static RefusedSetting listener(String name, String method) {
    return RefusedSetting.never(
            name,
            "a hook is a method in Java and not a value",
            "implement `"
                + method
                + "` of `dev.jetticorn.bridge.ServerListener` in a jar of `lib`; docs/hooks.md shows"
                + " how")
        .gunicornDefault(FUNCTION);
  }

  private static RefusedSetting noWorkers(String name) {
    return RefusedSetting.never(
        name,
        "there are no worker processes",
        "leave it out; a `ServletContextListener` hears of start and stop");
  }
}
