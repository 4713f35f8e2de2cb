package dev.jetticorn.connector.server.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.postgresql.Driver;

/**
 * Sessions in a PostgreSQL database, which any number of servers share.
 *
 * <p>One statement does what must be done at once; attributes are rows of their own, so that two
 * requests that change two of them do not undo each other's work.
 */
final class DatabaseRecords extends AbstractLifeCycle implements SessionRecords {
  private static final int CONNECTIONS = 10;
  private static final int AT_ONCE = 200;

  // The select sees the row as it was: `accessed` is the time of the request before.
  private static final String LOAD =
      """
      with live as (
        update jetticorn_session set accessed = greatest(accessed, ?)
        where context = ? and id = ? and (max_inactive <= 0 or accessed + max_inactive > ?)
      )
      select id, created, accessed, max_inactive, name, value
      from jetticorn_session left join jetticorn_session_attribute using (context, id)
      where context = ? and id = ?
      """;

  private static final String INSERT =
      """
      with session as (
        insert into jetticorn_session (context, id, created, accessed, max_inactive)
        values (?, ?, ?, ?, ?)
        returning context, id
      )
      insert into jetticorn_session_attribute (context, id, name, value)
      select context, id, name, value
      from session, unnest(?::text[], ?::bytea[]) as written (name, value)
      """;

  // The row of the session comes first and is locked by that: changes wait for each other there,
  // and a session that is being deleted cannot come back by an attribute.
  private static final String CHANGE =
      """
      with session as (
        update jetticorn_session set max_inactive = coalesce(?, max_inactive)
        where context = ? and id = ?
        returning context, id
      ), removed as (
        delete from jetticorn_session_attribute as attribute using session
        where attribute.context = session.context and attribute.id = session.id
          and attribute.name = any (?::text[])
      )
      insert into jetticorn_session_attribute (context, id, name, value)
      select context, id, name, value
      from session, unnest(?::text[], ?::bytea[]) as written (name, value)
      on conflict (context, id, name) do update set value = excluded.value
      """;

  private static final String RENAME =
      "update jetticorn_session set id = ? where context = ? and id = ?";

  private static final String DELETE = "delete from jetticorn_session where context = ? and id = ?";

  // Rows that another server deletes or a request has just touched are passed over.
  private static final String TAKE_EXPIRED =
      """
      with expired as (
        select context, id from jetticorn_session
        where context = ? and max_inactive > 0 and accessed + max_inactive <= ?
        limit ? for update skip locked
      ), gone as (
        delete from jetticorn_session as session using expired
        where session.context = expired.context and session.id = expired.id
        returning session.*
      )
      select id, created, accessed, max_inactive, name, value
      from gone left join jetticorn_session_attribute using (context, id)
      """;

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private final DatabaseUrl url;
  private final StoreHealth health;
  private Optional<HikariDataSource> pool = Optional.empty();

  DatabaseRecords(DatabaseUrl url) {
    this.url = url;
    this.health = new StoreHealth(NanoTime::now, DatabaseRecords::isDown, url::words);
  }

  /** Sees whether the database lets us in. */
  void check() {
    try (Connection connection = url.connect()) {
      if (!DatabaseTables.areUsable(connection)) {
        throw DatabaseUrl.unusable("the user may not make the tables")
            .help("docs/sessions.md has them, for somebody who may");
      }
      checkRights(connection);
    } catch (SQLException e) {
      throw url.unusable(e);
    }
  }

  private static void checkRights(Connection connection) throws SQLException {
    if (!DatabaseTables.mayBeUsed(connection)) {
      throw DatabaseUrl.unusable("the user may not read and change the tables")
          .help(
              "somebody who may: `grant select, insert, update, delete on jetticorn_session,"
                  + " jetticorn_session_attribute to …`");
    }
  }

  @Override
  protected void doStart() {
    try (Connection connection = url.connect()) {
      DatabaseTables.make(connection);
      checkRights(connection);
    } catch (SQLException e) {
      throw url.unusable(e);
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("sessions");
    config.setDriverClassName(Driver.class.getName());
    config.setJdbcUrl(url.text());
    config.setDataSourceProperties(DatabaseUrl.defaults());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(3));
    config.setValidationTimeout(TimeUnit.SECONDS.toMillis(2));
    pool = Optional.of(new HikariDataSource(config));
  }

  @Override
  protected void doStop() {
    pool.ifPresent(HikariDataSource::close);
    pool = Optional.empty();
  }

  @Override
  public Optional<SessionRecord> load(String context, String id, long now) {
    return with(
        LOAD,
        load -> {
          load.setLong(1, now);
          load.setString(2, context);
          load.setString(3, id);
          load.setLong(4, now);
          load.setString(5, context);
          load.setString(6, id);
          return sessions(load).stream().findFirst();
        });
  }

  @Override
  public void insert(String context, SessionRecord session) {
    with(
        INSERT,
        insert -> {
          insert.setString(1, context);
          insert.setString(2, session.id());
          insert.setLong(3, session.created());
          insert.setLong(4, session.accessed());
          insert.setLong(5, session.maxInactive());
          setAttributes(insert, 6, session.attributes());
          return insert.execute();
        });
  }

  @Override
  public void change(String context, String id, SessionChange change) {
    with(
        CHANGE,
        update -> {
          if (change.maxInactive().isPresent()) {
            update.setLong(1, change.maxInactive().get());
          } else {
            update.setNull(1, Types.BIGINT);
          }
          update.setString(2, context);
          update.setString(3, id);
          update.setArray(
              4, update.getConnection().createArrayOf("text", change.removed().toArray()));
          setAttributes(update, 5, change.written());
          return update.execute();
        });
  }

  @Override
  public void rename(String context, String id, String newId) {
    with(
        RENAME,
        rename -> {
          rename.setString(1, newId);
          rename.setString(2, context);
          rename.setString(3, id);
          return rename.execute();
        });
  }

  @Override
  public boolean delete(String context, String id) {
    return with(
        DELETE,
        delete -> {
          delete.setString(1, context);
          delete.setString(2, id);
          return delete.executeUpdate() > 0;
        });
  }

  @Override
  public List<SessionRecord> takeExpired(String context, long now) {
    return with(
        TAKE_EXPIRED,
        take -> {
          take.setString(1, context);
          take.setLong(2, now);
          take.setInt(3, AT_ONCE);
          return sessions(take);
        });
  }

  private <T> T with(String sql, Work<T> work) {
    return health.use(
        () -> {
          try (Connection connection = pool.orElseThrow().getConnection();
              PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
          }
        });
  }

  /** Two parameters: the names, and the values in the same order. */
  private static void setAttributes(
      PreparedStatement statement, int first, Map<String, byte[]> attributes) throws SQLException {
    Connection connection = statement.getConnection();
    List<String> names = List.copyOf(attributes.keySet());
    Object[] values = names.stream().map(attributes::get).toArray(byte[][]::new);
    statement.setArray(first, connection.createArrayOf("text", names.toArray()));
    statement.setArray(first + 1, connection.createArrayOf("bytea", values));
  }

  /** A row for each attribute, and one for a session that has none. */
  private static List<SessionRecord> sessions(PreparedStatement select) throws SQLException {
    Map<String, SessionRecord> sessions = new LinkedHashMap<>();
    Map<String, Map<String, byte[]>> attributes = new HashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String id = row.getString("id");
        sessions.putIfAbsent(
            id,
            new SessionRecord(
                id,
                row.getLong("created"),
                row.getLong("accessed"),
                row.getLong("max_inactive"),
                Map.of()));
        Map<String, byte[]> ofSession = attributes.computeIfAbsent(id, key -> new HashMap<>());
        String name = row.getString("name");
        if (name != null) {
          ofSession.put(name, row.getBytes("value"));
        }
      }
    }
    return sessions.values().stream()
        .map(session -> session.with(attributes.getOrDefault(session.id(), Map.of())))
        .toList();
  }

  /** No connection, too many of them, or the server is going down or coming up. */
  private static boolean isDown(Exception e) {
    String state = DatabaseUrl.state(e).orElse("");
    return e instanceof SQLTransientException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P");
  }
}
