using System.Collections.Immutable;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>
/// The tables. Triggers refuse what an audit trail must not do, in each mode of replication; they guard against mistakes and against the sink's own role,
/// not against the owner of the database.
/// </summary>
/// <param name="name">Schema; an identifier that the settings let through.</param>
internal sealed class SinkSchema(string name)
{
    /// <summary>The source of the trigger's function, as the server keeps it.</summary>
    private const string NeverChanged = "BEGIN RAISE EXCEPTION 'audit records are never changed or deleted'; END";

    private static readonly string[] Tables = ["logs", "records", "checkpoints"];

    /// <summary>Makes everything, in one transaction.</summary>
    public ImmutableArray<string> Statements { get; } =
    [
        $"CREATE TABLE {name}.logs(log bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bytea NOT NULL UNIQUE, name text NOT NULL)",
        $"CREATE TABLE {name}.records(log bigint NOT NULL REFERENCES {name}.logs(log), seq bigint NOT NULL CHECK(seq >= 0), line bytea NOT NULL, stored timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY(log, seq))",
        $"CREATE TABLE {name}.checkpoints(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, log bigint NOT NULL REFERENCES {name}.logs(log), note bytea NOT NULL, stored timestamptz NOT NULL DEFAULT clock_timestamp())",
        $"CREATE FUNCTION {name}.never_changed() RETURNS trigger LANGUAGE plpgsql AS '{NeverChanged.Replace("'", "''", StringComparison.Ordinal)}'",
        .. Tables.SelectMany(table => (string[])
        [
            $"CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON {name}.{table} FOR EACH ROW EXECUTE FUNCTION {name}.never_changed()",
            $"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {name}.{table} FOR EACH STATEMENT EXECUTE FUNCTION {name}.never_changed()",
            $"ALTER TABLE {name}.{table} ENABLE ALWAYS TRIGGER no_change",
            $"ALTER TABLE {name}.{table} ENABLE ALWAYS TRIGGER no_truncate",
            $"REVOKE ALL ON {name}.{table} FROM PUBLIC",
        ]),
    ];

    /// <summary>What must be there, one line each; <see cref="Look"/> gives the same lines. More may be there.</summary>
    public static ImmutableArray<string> Shape { get; } =
    [
        "column logs.log bigint not null", "column logs.id bytea not null", "column logs.name text not null",
        "column records.log bigint not null", "column records.seq bigint not null", "column records.line bytea not null",
        "column checkpoints.id bigint not null", "column checkpoints.log bigint not null", "column checkpoints.note bytea not null",
        "key logs PRIMARY KEY (log)", "key logs UNIQUE (id)", "key records PRIMARY KEY (log, seq)", "key checkpoints PRIMARY KEY (id)",

        // A = always; 27 = before, each row, update or delete; 34 = before, each statement, truncate.
        .. Tables.SelectMany(table => (string[])[$"kept {table}", $"trigger {table} A 27 {NeverChanged}", $"trigger {table} A 34 {NeverChanged}"]),
    ];

    /// <summary>Reads the shape that is there; parameter 1 is the schema.</summary>
    public const string Look = """
        WITH tables AS (SELECT c.oid, c.relname, c.relpersistence FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r')
        SELECT 'column ' || relname::text || '.' || a.attname::text || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
          FROM tables JOIN pg_catalog.pg_attribute a ON a.attrelid = tables.oid WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL SELECT 'key ' || relname::text || ' ' || pg_catalog.pg_get_constraintdef(k.oid) FROM tables JOIN pg_catalog.pg_constraint k ON k.conrelid = tables.oid WHERE k.contype IN ('p', 'u')
        UNION ALL SELECT 'kept ' || relname::text FROM tables WHERE relpersistence = 'p'
        UNION ALL SELECT 'trigger ' || relname::text || ' ' || t.tgenabled::text || ' ' || t.tgtype::text || ' ' || f.prosrc
          FROM tables JOIN pg_catalog.pg_trigger t ON t.tgrelid = tables.oid JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid WHERE NOT t.tgisinternal
        """;

    /// <summary>Makes the schema itself; asked for only where it isn't there, because it needs a right that a sink's role should not have.</summary>
    public string CreateSchema { get; } = $"CREATE SCHEMA {name}";

    /// <summary>Makes a log known; parameters: id, name.</summary>
    public string InsertLog { get; } = $"INSERT INTO {name}.logs(id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";

    /// <summary>A log's number and the sequence number that it expects; parameter: id.</summary>
    public string Next { get; } = $"SELECT l.log, (SELECT coalesce(max(r.seq) + 1, 0) FROM {name}.records r WHERE r.log = l.log) FROM {name}.logs l WHERE l.id = $1";

    /// <summary>Stores records; parameters: log's number, sequence numbers, lines.</summary>
    public string InsertRecords { get; } = $"INSERT INTO {name}.records(log, seq, line) SELECT $1, n.seq, n.line FROM unnest($2, $3) AS n(seq, line)";

    /// <summary>Stores a checkpoint; parameters: log's number, note.</summary>
    public string InsertCheckpoint { get; } = $"INSERT INTO {name}.checkpoints(log, note) VALUES ($1, $2)";
}
