package dev.jetticorn.it.application.sessions;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/** Says on standard output what it hears of sessions. */
@WebListener
public final class Heard implements HttpSessionListener, HttpSessionIdListener {
  @Override
  public void sessionCreated(HttpSessionEvent event) {
    System.out.println("created " + event.getSession().getId());
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    System.out.println(
        "destroyed %s count %s"
            .formatted(event.getSession().getId(), event.getSession().getAttribute("count")));
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String oldId) {
    System.out.println("changed %s to %s".formatted(oldId, event.getSession().getId()));
  }
}
