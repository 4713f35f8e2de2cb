package dev.jetticorn.connector.server.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the sessions, which the first server makes. */
final class DatabaseTables {
  /** Two servers that make them at once would both see that there are none. */
  private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(5136521980273)";

  /** A user who may make no tables can use those that somebody else has made. */
  private static final String ARE_THERE =
      "select to_regclass('jetticorn_session') is not null"
          + " and to_regclass('jetticorn_session_attribute') is not null";

  private static final String SESSION =
      """
      create table if not exists jetticorn_session (
        context text not null,
        id text not null,
        created bigint not null,
        accessed bigint not null,
        max_inactive bigint not null,
        primary key (context, id)
      ) with (fillfactor = 80)
      """;

  private static final String ATTRIBUTE =
      """
      create table if not exists jetticorn_session_attribute (
        context text not null,
        id text not null,
        name text not null,
        value bytea not null,
        primary key (context, id, name),
        foreign key (context, id) references jetticorn_session
          on update cascade on delete cascade
      )
      """;

  /** Whoever else has made them may have kept them from others. */
  private static final String MAY_BE_USED =
      """
      select bool_and(has_table_privilege(tables, rights))
        from unnest(array['jetticorn_session', 'jetticorn_session_attribute']) tables,
          unnest(array['select', 'insert', 'update', 'delete']) rights
      """;

  private static final String CAN_BE_MADE =
      "select coalesce(has_schema_privilege(current_schema(), 'create'), false)";

  private DatabaseTables() {}

  /** Whether they are there or could be made. */
  static boolean areUsable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return is(statement, ARE_THERE) || is(statement, CAN_BE_MADE);
    }
  }

  /** Whether this user may read and change them, once they are there. */
  static boolean mayBeUsed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return !is(statement, ARE_THERE) || is(statement, MAY_BE_USED);
    }
  }

  static void make(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(ONE_AT_A_TIME);
      if (!is(statement, ARE_THERE)) {
        statement.execute(SESSION);
        statement.execute(ATTRIBUTE);
      }
      connection.commit();
    }
  }

  private static boolean is(Statement statement, String question) throws SQLException {
    try (ResultSet answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }
}
