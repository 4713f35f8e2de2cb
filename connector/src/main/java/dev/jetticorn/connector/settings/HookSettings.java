package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Section;

/** Gunicorn's server hooks, which are functions of Python. */
final class HookSettings {
  private static final String FUNCTION = "a function that does nothing";

  static final Section SECTION =
      Section.titled("Hooks")
          .refuse(
              later("on_starting", "Called before the server starts."),
              later("on_reload", "Called when the web application is deployed again."),
              later("when_ready", "Called when the server has started."),
              later("on_exit", "Called when the server has stopped."),
              later("pre_request", "Called before each request."),
              later("post_request", "Called after each request."),
              later("worker_abort", "Called when a request takes too long."),
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

  private static RefusedSetting later(String name, String summary) {
    return RefusedSetting.notYet(name, summary).gunicornDefault(FUNCTION);
  }

  private static RefusedSetting noWorkers(String name) {
    return RefusedSetting.never(
        name,
        "there are no worker processes",
        "leave it out; a `ServletContextListener` hears of start and stop");
  }
}
