package dev.jetticorn.connector.settings;

/** What runs a request, in gunicorn's words. */
public enum WorkerClass {
  SYNC,
  GTHREAD,
  GEVENT,
  EVENTLET,
  ASGI,
  TORNADO,
  VIRTUAL
}
