namespace Orchestrator.Plugins.Audit.Sqlite;

/// <summary>The tables. Triggers refuse what an audit trail must not do; they guard against mistakes, not against whoever owns the file.</summary>
internal static class SinkSchema
{
    public static readonly string[] Statements =
    [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA busy_timeout = 3000",
        "CREATE TABLE IF NOT EXISTS logs(log TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS records(log TEXT NOT NULL REFERENCES logs(log), seq INTEGER NOT NULL CHECK(seq >= 0), line BLOB NOT NULL, PRIMARY KEY(log, seq)) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS checkpoints(id INTEGER PRIMARY KEY AUTOINCREMENT, log TEXT NOT NULL REFERENCES logs(log), note BLOB NOT NULL)",
        "CREATE TRIGGER IF NOT EXISTS records_no_update BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END",
        "CREATE TRIGGER IF NOT EXISTS records_no_delete BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END",
        "CREATE TRIGGER IF NOT EXISTS checkpoints_no_update BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END",
        "CREATE TRIGGER IF NOT EXISTS checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END",
    ];
}
